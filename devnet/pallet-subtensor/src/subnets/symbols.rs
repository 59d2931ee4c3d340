//! Symbols of subnets' alpha.

use std::collections::BTreeSet;

use frame_support::ensure;
use sp_runtime::DispatchResult;

use crate::{Config, Error, Event, Pallet, TokenSymbol, units::NetUid};

/// Symbols by netuid: tau for root, then the letters of several alphabets. A subnet beyond the table, or one
/// whose symbol is taken, gets the next free one.
const SYMBOLS: &str = "\
    \u{03A4}αβγδεζηθικλμνξοπρστυφχψω\
    אבגדהוזחטיךכלםמןנסעףפץצקרשת\
    ابتثجحخدذرزسشصضطظعغفقكلمنهوي\
    ᚠᚢᚦᚨᚱᚲᚷᚹᚺᚾᛁᛃᛇᛈᛉᛊᛏᛒᛖᛗᛚᛜᛞᛟ\
    აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ\
    ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖ\
    БГДЖЗИЙЛПУФЦЧШЩЪЫЬЭЮЯ";

impl<T: Config> Pallet<T> {
    /// The netuid's own symbol, or the first that no subnet has.
    pub(crate) fn next_free_symbol(netuid: NetUid) -> Vec<u8> {
        let taken: BTreeSet<Vec<u8>> = TokenSymbol::<T>::iter_values().collect();
        let own = SYMBOLS.chars().nth(usize::from(netuid));
        own.into_iter()
            .chain(SYMBOLS.chars().skip(1))
            .map(|symbol| symbol.to_string().into_bytes())
            .find(|symbol| !taken.contains(symbol))
            .unwrap_or_else(|| format!("SN{netuid}").into_bytes())
    }

    /// Gives the subnet another symbol of the chain's list that no other subnet has.
    pub(crate) fn do_update_symbol(netuid: NetUid, symbol: Vec<u8>) -> DispatchResult {
        ensure!(Self::subnet_exists(netuid), Error::<T>::SubnetNotExists);
        let known = std::str::from_utf8(&symbol).is_ok_and(|text| {
            let mut letters = text.chars();
            letters.next().is_some_and(|letter| SYMBOLS.contains(letter))
                && letters.next().is_none()
        });
        ensure!(known, Error::<T>::SymbolDoesNotExist);
        let taken = TokenSymbol::<T>::iter_values().any(|other| other == symbol);
        ensure!(!taken, Error::<T>::SymbolAlreadyInUse);
        TokenSymbol::<T>::insert(netuid, &symbol);
        Self::deposit_event(Event::SymbolUpdated { netuid, symbol });
        Ok(())
    }
}
