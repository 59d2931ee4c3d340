//! Crowdloans and proxies, as leases need them.

use pallet_subtensor::subnets::leasing::{Leasing, Loan};
use sp_runtime::{DispatchError, DispatchResult};

use crate::{AccountId, ProxyType, Runtime};

/// The Crowdloan and Proxy pallets.
pub struct CrowdloansAndProxies;

impl Leasing<AccountId> for CrowdloansAndProxies {
    fn loan() -> Result<Loan<AccountId>, DispatchError> {
        let unknown = pallet_crowdloan::Error::<Runtime>::InvalidCrowdloanId;
        let id = pallet_crowdloan::CurrentCrowdloanId::<Runtime>::get().ok_or(unknown)?;
        let unknown = pallet_crowdloan::Error::<Runtime>::InvalidCrowdloanId;
        let loan = pallet_crowdloan::Crowdloans::<Runtime>::get(id).ok_or(unknown)?;
        Ok(Loan {
            creator: loan.creator,
            funds: loan.funds_account,
            raised: loan.raised,
            contributions: pallet_crowdloan::Contributions::<Runtime>::iter_prefix(id).collect(),
        })
    }

    fn admit(owner: &AccountId, beneficiary: &AccountId) -> DispatchResult {
        pallet_proxy::Pallet::<Runtime>::add(owner, entry(beneficiary))
    }

    fn dismiss(owner: &AccountId, beneficiary: &AccountId) -> DispatchResult {
        pallet_proxy::Pallet::<Runtime>::remove(owner, &entry(beneficiary))
    }
}

fn entry(beneficiary: &AccountId) -> pallet_proxy::Definition<Runtime> {
    pallet_proxy::ProxyDefinition {
        delegate: beneficiary.clone(),
        proxy_type: ProxyType::SubnetLeaseBeneficiary,
        delay: 0,
    }
}
