//! The calls, with mainnet's indices, argument names, weights and fee exemptions. Each hands over to the
//! module that knows its rules.

use frame_support::pallet_macros::pallet_section;

/// See the module documentation.
#[pallet_section]
mod dispatches {
    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Set the neuron's weights, where the subnet does not ask for commits. Signed by the hotkey.
        #[pallet::call_index(0)]
        #[pallet::weight((Weight::from_parts(95_460_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(14, 2)), DispatchClass::Normal, Pays::No))]
        pub fn set_weights(
            origin: OriginFor<T>,
            netuid: NetUid,
            dests: Vec<u16>,
            weights: Vec<u16>,
            version_key: u64,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            let vector = WeightVector { uids: &dests, values: &weights, version_key };
            Self::do_set_weights(&hotkey, Mechanism::main(netuid), vector)
        }

        /// Buy alpha for `amount_staked` rao of TAO at the market and stake it to the hotkey. Signed by the
        /// coldkey.
        #[pallet::call_index(2)]
        #[pallet::weight(Weight::from_parts(664_064_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(32, 16)))]
        pub fn add_stake(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            netuid: NetUid,
            amount_staked: TaoBalance,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_add_stake(&coldkey, &hotkey, netuid, amount_staked, None).map(|_| ())
        }

        /// Sell `amount_unstaked` rao of staked alpha at the market. Signed by the coldkey.
        #[pallet::call_index(3)]
        #[pallet::weight(Weight::from_parts(569_198_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(28, 13)))]
        pub fn remove_stake(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            netuid: NetUid,
            amount_unstaked: AlphaBalance,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_remove_stake(&coldkey, &hotkey, netuid, amount_unstaked, None)
        }

        /// Publish where the neuron serves. Signed by the hotkey.
        #[pallet::call_index(4)]
        #[pallet::weight((Weight::from_parts(33_010_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(4, 1)), DispatchClass::Normal, Pays::No))]
        pub fn serve_axon(
            origin: OriginFor<T>,
            netuid: NetUid,
            version: u32,
            ip: u128,
            port: u16,
            ip_type: u8,
            protocol: u8,
            placeholder1: u8,
            placeholder2: u8,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            let axon = AxonInfo {
                block: 0,
                version,
                ip,
                port,
                ip_type,
                protocol,
                placeholder1,
                placeholder2,
            };
            Self::do_serve_axon(&hotkey, netuid, axon)
        }

        /// Publish where the neuron's metrics are. Signed by the hotkey.
        #[pallet::call_index(5)]
        #[pallet::weight((Weight::from_parts(29_760_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(4, 1)), DispatchClass::Normal, Pays::No))]
        pub fn serve_prometheus(
            origin: OriginFor<T>,
            netuid: NetUid,
            version: u32,
            ip: u128,
            port: u16,
            ip_type: u8,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            let endpoint = PrometheusInfo { block: 0, version, ip, port, ip_type };
            Self::do_serve_prometheus(&hotkey, netuid, endpoint)
        }

        /// Register a neuron at the price of the moment; the arguments about work and the coldkey are
        /// ignored. Signed by the coldkey.
        #[pallet::call_index(6)]
        #[pallet::weight(Weight::from_parts(336_815_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(34, 29)))]
        pub fn register(
            origin: OriginFor<T>,
            netuid: NetUid,
            block_number: u64,
            nonce: u64,
            work: Vec<u8>,
            hotkey: T::AccountId,
            coldkey: T::AccountId,
        ) -> DispatchResult {
            let _ = (block_number, nonce, work, coldkey);
            let signer = ensure_signed(origin)?;
            Self::do_burned_register(&signer, netuid, &hotkey)
        }

        /// Register a neuron at the price of the moment. Signed by the coldkey.
        #[pallet::call_index(7)]
        #[pallet::weight(Weight::from_parts(336_815_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(34, 29)))]
        pub fn burned_register(
            origin: OriginFor<T>,
            netuid: NetUid,
            hotkey: T::AccountId,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_burned_register(&coldkey, netuid, &hotkey)
        }

        /// As `serve_axon`, with a TLS key: one byte for the algorithm, at most 64 bytes of key. Signed by the
        /// hotkey.
        #[pallet::call_index(40)]
        #[pallet::weight((Weight::from_parts(32_510_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(4, 1)), DispatchClass::Normal, Pays::No))]
        pub fn serve_axon_tls(
            origin: OriginFor<T>,
            netuid: NetUid,
            version: u32,
            ip: u128,
            port: u16,
            ip_type: u8,
            protocol: u8,
            placeholder1: u8,
            placeholder2: u8,
            certificate: Vec<u8>,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            let axon = AxonInfo {
                block: 0,
                version,
                ip,
                port,
                ip_type,
                protocol,
                placeholder1,
                placeholder2,
            };
            Self::do_serve_axon_tls(&hotkey, netuid, axon, &certificate)
        }

        /// Register a subnet, paying its price. Signed by the coldkey.
        #[pallet::call_index(59)]
        #[pallet::weight(Weight::from_parts(277_125_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(40, 48)))]
        pub fn register_network(origin: OriginFor<T>, hotkey: T::AccountId) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_register_network(&coldkey, &hotkey, None)
        }

        /// Dissolve a subnet; `coldkey` is ignored. Root only.
        #[pallet::call_index(61)]
        #[pallet::weight((Weight::from_parts(119_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(6, 31)), DispatchClass::Operational))]
        pub fn dissolve_network(
            origin: OriginFor<T>,
            coldkey: T::AccountId,
            netuid: NetUid,
        ) -> DispatchResult {
            let _ = coldkey;
            ensure_root(origin)?;
            Self::do_dissolve_network(netuid)
        }

        /// Take a seat on root. Signed by the coldkey.
        #[pallet::call_index(62)]
        #[pallet::weight(Weight::from_parts(135_900_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(24, 20)))]
        pub fn root_register(origin: OriginFor<T>, hotkey: T::AccountId) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_root_register(&coldkey, &hotkey)
        }

        /// Lower the share of nominators' dividends that the hotkey keeps, in 1/65535. Signed by the coldkey.
        #[pallet::call_index(65)]
        #[pallet::weight((Weight::from_parts(26_980_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)), DispatchClass::Normal, Pays::No))]
        pub fn decrease_take(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            take: u16,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_decrease_take(&coldkey, &hotkey, take)
        }

        /// Raise the share of nominators' dividends that the hotkey keeps, in 1/65535. Signed by the coldkey.
        #[pallet::call_index(66)]
        #[pallet::weight((Weight::from_parts(33_280_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(5, 2)), DispatchClass::Normal, Pays::No))]
        pub fn increase_take(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            take: u16,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_increase_take(&coldkey, &hotkey, take)
        }

        /// Lend parts of a hotkey's stake on a subnet to other hotkeys: parts in 1/(2^64-1), and to whom. None takes
        /// all back. Signed by the coldkey.
        #[pallet::call_index(67)]
        #[pallet::weight(Weight::from_parts(119_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(7, 4)))]
        pub fn set_children(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            netuid: NetUid,
            children: Vec<(u64, T::AccountId)>,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_set_children(&coldkey, &hotkey, netuid, children)
        }

        /// Say who the coldkey's holder is. Signed by the coldkey, which must have a registered hotkey.
        #[pallet::call_index(68)]
        #[pallet::weight(Weight::from_parts(38_230_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 1)))]
        pub fn set_identity(
            origin: OriginFor<T>,
            name: Vec<u8>,
            url: Vec<u8>,
            github_repo: Vec<u8>,
            image: Vec<u8>,
            discord: Vec<u8>,
            description: Vec<u8>,
            additional: Vec<u8>,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            let identity =
                ChainIdentityV2 { name, url, github_repo, image, discord, description, additional };
            Self::do_set_identity(&coldkey, identity)
        }

        /// Blocks between two rises of a child's share. Root only.
        #[pallet::call_index(69)]
        #[pallet::weight(Weight::from_parts(5_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(0, 1)))]
        pub fn sudo_set_tx_childkey_take_rate_limit(
            origin: OriginFor<T>,
            tx_rate_limit: u64,
        ) -> DispatchResult {
            ensure_root(origin)?;
            TxChildkeyTakeRateLimit::<T>::put(tx_rate_limit);
            Self::deposit_event(Event::TxChildKeyTakeRateLimitSet(tx_rate_limit));
            Ok(())
        }

        /// `swap_hotkey_v2` with the stake following; deprecated. Signed by the coldkey.
        #[pallet::call_index(70)]
        #[pallet::weight(Weight::from_parts(275_300_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(202, 104)))]
        pub fn swap_hotkey(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            new_hotkey: T::AccountId,
            netuid: Option<NetUid>,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_swap_hotkey(&coldkey, &hotkey, &new_hotkey, netuid, Stake::Follows)
        }

        /// Swap a coldkey at once, at a price of `swap_cost` rao. Root only.
        #[pallet::call_index(71)]
        #[pallet::weight(Weight::from_parts(183_600_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(17, 10)))]
        pub fn swap_coldkey(
            origin: OriginFor<T>,
            old_coldkey: T::AccountId,
            new_coldkey: T::AccountId,
            swap_cost: TaoBalance,
        ) -> DispatchResult {
            ensure_root(origin)?;
            Self::do_swap_coldkey(&old_coldkey, &new_coldkey, swap_cost)
        }

        /// Put another hotkey in the place of one, on one subnet or on all; with `keep_stake` only the neurons
        /// change. Signed by the coldkey.
        #[pallet::call_index(72)]
        #[pallet::weight(Weight::from_parts(275_300_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(202, 104)))]
        pub fn swap_hotkey_v2(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            new_hotkey: T::AccountId,
            netuid: Option<NetUid>,
            keep_stake: bool,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            let stake = Stake::from_keep_stake(keep_stake);
            Self::do_swap_hotkey(&coldkey, &hotkey, &new_hotkey, netuid, stake)
        }

        /// Deprecated: swaps of coldkeys are announced.
        #[pallet::call_index(73)]
        #[pallet::weight(Weight::zero())]
        pub fn schedule_swap_coldkey(
            origin: OriginFor<T>,
            new_coldkey: T::AccountId,
        ) -> DispatchResult {
            let _ = (origin, new_coldkey);
            Err(Error::<T>::Deprecated.into())
        }

        /// Set what a child hotkey keeps of its parents' dividends, in 1/65535. Signed by the coldkey.
        #[pallet::call_index(75)]
        #[pallet::weight(Weight::from_parts(67_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(5, 3)))]
        pub fn set_childkey_take(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            netuid: NetUid,
            take: u16,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_set_childkey_take(&coldkey, &hotkey, netuid, take)
        }

        /// Lowest share that a child may keep, in 1/65535. Root only.
        #[pallet::call_index(76)]
        #[pallet::weight(Weight::from_parts(5_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(0, 1)))]
        pub fn sudo_set_min_childkey_take(origin: OriginFor<T>, take: u16) -> DispatchResult {
            ensure_root(origin)?;
            MinChildkeyTake::<T>::put(take);
            Self::deposit_event(Event::MinChildKeyTakeSet(take));
            Ok(())
        }

        /// Highest share that a child may keep, in 1/65535. Root only.
        #[pallet::call_index(77)]
        #[pallet::weight(Weight::from_parts(5_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(0, 1)))]
        pub fn sudo_set_max_childkey_take(origin: OriginFor<T>, take: u16) -> DispatchResult {
            ensure_root(origin)?;
            MaxChildkeyTake::<T>::put(take);
            Self::deposit_event(Event::MaxChildKeyTakeSet(take));
            Ok(())
        }

        /// Describe a subnet. Signed by its owner.
        #[pallet::call_index(78)]
        #[pallet::weight(Weight::from_parts(24_350_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(1, 1)))]
        pub fn set_subnet_identity(
            origin: OriginFor<T>,
            netuid: NetUid,
            subnet_name: Vec<u8>,
            github_repo: Vec<u8>,
            subnet_contact: Vec<u8>,
            subnet_url: Vec<u8>,
            discord: Vec<u8>,
            description: Vec<u8>,
            logo_url: Vec<u8>,
            additional: Vec<u8>,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            let identity = SubnetIdentityV3 {
                subnet_name,
                github_repo,
                subnet_contact,
                subnet_url,
                discord,
                description,
                logo_url,
                additional,
            };
            Self::do_set_subnet_identity(&coldkey, netuid, identity)
        }

        /// Register a subnet and describe it. Signed by the coldkey.
        #[pallet::call_index(79)]
        #[pallet::weight(Weight::from_parts(277_125_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(40, 48)))]
        pub fn register_network_with_identity(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            identity: Option<SubnetIdentityV3>,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_register_network(&coldkey, &hotkey, identity)
        }

        /// Set weights on several subnets; what is refused is told in events. Signed by the hotkey.
        #[pallet::call_index(80)]
        #[pallet::weight((Weight::from_parts(95_460_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(14, 2)), DispatchClass::Normal, Pays::No))]
        pub fn batch_set_weights(
            origin: OriginFor<T>,
            netuids: Vec<Compact<NetUid>>,
            weights: Vec<Vec<(Compact<u16>, Compact<u16>)>>,
            version_keys: Vec<Compact<u64>>,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            Self::do_batch_set_weights(hotkey, netuids, &weights, &version_keys)
        }

        /// Sell everything that the coldkey holds through the hotkey, on all subnets, at the market. Positions
        /// that cannot be sold stay. Signed by the coldkey.
        #[pallet::call_index(83)]
        #[pallet::weight(Weight::from_parts(28_830_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(6, 0)))]
        pub fn unstake_all(origin: OriginFor<T>, hotkey: T::AccountId) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_unstake_all(&coldkey, &hotkey)
        }

        /// Sell everything that the coldkey holds through the hotkey but on root, and stake the TAO on root.
        /// Signed by the coldkey.
        #[pallet::call_index(84)]
        #[pallet::weight(Weight::from_parts(358_500_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(41, 26)))]
        pub fn unstake_all_alpha(origin: OriginFor<T>, hotkey: T::AccountId) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_unstake_all_alpha(&coldkey, &hotkey)
        }

        /// Move `alpha_amount` rao of stake to another hotkey, another subnet or both. Signed by the coldkey.
        #[pallet::call_index(85)]
        #[pallet::weight(Weight::from_parts(216_061_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(19, 7)))]
        pub fn move_stake(
            origin: OriginFor<T>,
            origin_hotkey: T::AccountId,
            destination_hotkey: T::AccountId,
            origin_netuid: NetUid,
            destination_netuid: NetUid,
            alpha_amount: AlphaBalance,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            let from = (&origin_hotkey, origin_netuid);
            let to = (&destination_hotkey, destination_netuid);
            Self::do_move_stake(&coldkey, from, to, alpha_amount)
        }

        /// Give `alpha_amount` rao of stake to another coldkey, on the same or another subnet. Signed by the
        /// coldkey that holds it.
        #[pallet::call_index(86)]
        #[pallet::weight(Weight::from_parts(258_541_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(19, 6)))]
        pub fn transfer_stake(
            origin: OriginFor<T>,
            destination_coldkey: T::AccountId,
            hotkey: T::AccountId,
            origin_netuid: NetUid,
            destination_netuid: NetUid,
            alpha_amount: AlphaBalance,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_transfer_stake(
                &coldkey,
                &destination_coldkey,
                &hotkey,
                origin_netuid,
                destination_netuid,
                alpha_amount,
            )
        }

        /// Move `alpha_amount` rao of stake to another subnet at the market. Signed by the coldkey.
        #[pallet::call_index(87)]
        #[pallet::weight(Weight::from_parts(412_451_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(43, 28)))]
        pub fn swap_stake(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            origin_netuid: NetUid,
            destination_netuid: NetUid,
            alpha_amount: AlphaBalance,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_swap_stake(
                &coldkey,
                &hotkey,
                origin_netuid,
                destination_netuid,
                alpha_amount,
                None,
            )
        }

        /// As `add_stake`, but the price after the order is at most `limit_price` rao per alpha. What would
        /// go beyond stays in the wallet if `allow_partial`, else nothing happens.
        #[pallet::call_index(88)]
        #[pallet::weight(Weight::from_parts(853_005_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(32, 16)))]
        pub fn add_stake_limit(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            netuid: NetUid,
            amount_staked: TaoBalance,
            limit_price: TaoBalance,
            allow_partial: bool,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            let limit = Limit { price: limit_price, fill: Fill::from_allow_partial(allow_partial) };
            Self::do_add_stake(&coldkey, &hotkey, netuid, amount_staked, Some(limit)).map(|_| ())
        }

        /// As `remove_stake`, but the price after the order is at least `limit_price` rao per alpha, and the
        /// amount must be there.
        #[pallet::call_index(89)]
        #[pallet::weight(Weight::from_parts(740_696_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(27, 13)))]
        pub fn remove_stake_limit(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            netuid: NetUid,
            amount_unstaked: AlphaBalance,
            limit_price: TaoBalance,
            allow_partial: bool,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            let limit = Limit { price: limit_price, fill: Fill::from_allow_partial(allow_partial) };
            Self::do_remove_stake(&coldkey, &hotkey, netuid, amount_unstaked, Some(limit))
        }

        /// As `swap_stake`, but the price of the origin in alpha of the destination does not fall below
        /// `limit_price` / 10^9. What would go beyond stays if `allow_partial`, else nothing happens.
        #[pallet::call_index(90)]
        #[pallet::weight(Weight::from_parts(472_851_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(43, 28)))]
        pub fn swap_stake_limit(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            origin_netuid: NetUid,
            destination_netuid: NetUid,
            alpha_amount: AlphaBalance,
            limit_price: TaoBalance,
            allow_partial: bool,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            let limit = Limit { price: limit_price, fill: Fill::from_allow_partial(allow_partial) };
            Self::do_swap_stake(
                &coldkey,
                &hotkey,
                origin_netuid,
                destination_netuid,
                alpha_amount,
                Some(limit),
            )
        }

        /// Own a hotkey that nobody owns yet. Signed by the coldkey.
        #[pallet::call_index(91)]
        #[pallet::weight(Weight::from_parts(32_560_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(3, 3)))]
        pub fn try_associate_hotkey(origin: OriginFor<T>, hotkey: T::AccountId) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_try_associate_hotkey(&coldkey, &hotkey)
        }

        /// Open a subnet for trading. Signed by its owner.
        #[pallet::call_index(92)]
        #[pallet::weight(Weight::from_parts(92_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(6, 3)))]
        pub fn start_call(origin: OriginFor<T>, netuid: NetUid) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_start_call(&coldkey, netuid)
        }

        /// Note which key on the EVM belongs to the neuron: it has signed the hotkey and a block number. Signed by
        /// the hotkey.
        #[pallet::call_index(93)]
        #[pallet::weight((Weight::from_parts(3_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(2, 1)), DispatchClass::Normal, Pays::No))]
        pub fn associate_evm_key(
            origin: OriginFor<T>,
            netuid: NetUid,
            evm_key: H160,
            block_number: u64,
            signature: ecdsa::Signature,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            Self::do_associate_evm_key(&hotkey, netuid, evm_key, block_number, signature)
        }

        /// Commit to weights by their hash, see [`Pallet::commit_hash`]. Signed by the hotkey.
        #[pallet::call_index(96)]
        #[pallet::weight((Weight::from_parts(95_460_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(14, 2)), DispatchClass::Normal, Pays::No))]
        pub fn commit_weights(
            origin: OriginFor<T>,
            netuid: NetUid,
            commit_hash: T::Hash,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            Self::do_commit_weights(&hotkey, Mechanism::main(netuid), commit_hash)
        }

        /// Reveal committed weights, in the epoch that they were committed for. Signed by the hotkey.
        #[pallet::call_index(97)]
        #[pallet::weight((Weight::from_parts(95_460_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(14, 2)), DispatchClass::Normal, Pays::No))]
        pub fn reveal_weights(
            origin: OriginFor<T>,
            netuid: NetUid,
            uids: Vec<u16>,
            values: Vec<u16>,
            salt: Vec<u16>,
            version_key: u64,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            let weights = WeightVector { uids: &uids, values: &values, version_key };
            let reveal = Reveal { weights, salt: &salt };
            Self::do_reveal_weights(&hotkey, Mechanism::main(netuid), reveal)
        }

        /// Reveal several committed weights of one subnet, all or none. Signed by the hotkey.
        #[pallet::call_index(98)]
        #[pallet::weight((Weight::from_parts(95_460_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(14, 2)), DispatchClass::Normal, Pays::No))]
        pub fn batch_reveal_weights(
            origin: OriginFor<T>,
            netuid: NetUid,
            uids_list: Vec<Vec<u16>>,
            values_list: Vec<Vec<u16>>,
            salts_list: Vec<Vec<u16>>,
            version_keys: Vec<u64>,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            let reveals = Reveals {
                uids: &uids_list,
                values: &values_list,
                salts: &salts_list,
                version_keys: &version_keys,
            };
            Self::do_batch_reveal_weights(&hotkey, netuid, reveals)
        }

        /// Commit to weights on several subnets; what is refused is told in events. Signed by the hotkey.
        #[pallet::call_index(100)]
        #[pallet::weight((Weight::from_parts(95_460_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(14, 2)), DispatchClass::Normal, Pays::No))]
        pub fn batch_commit_weights(
            origin: OriginFor<T>,
            netuids: Vec<Compact<NetUid>>,
            commit_hashes: Vec<T::Hash>,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            Self::do_batch_commit_weights(hotkey, netuids, &commit_hashes)
        }

        /// Take staked alpha out of existence. Signed by the coldkey.
        #[pallet::call_index(101)]
        #[pallet::weight(Weight::from_parts(113_400_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(7, 4)))]
        pub fn recycle_alpha(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            amount: AlphaBalance,
            netuid: NetUid,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_recycle_alpha(&coldkey, &hotkey, amount, netuid)
        }

        /// Give staked alpha to nobody; it stays issued. Signed by the coldkey.
        #[pallet::call_index(102)]
        #[pallet::weight(Weight::from_parts(112_200_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(7, 3)))]
        pub fn burn_alpha(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            amount: AlphaBalance,
            netuid: NetUid,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_burn_alpha(&coldkey, &hotkey, amount, netuid).map(|_| ())
        }

        /// Sell the whole position: above `limit_price` rao per alpha or not at all, at the market without one.
        /// Signed by the coldkey.
        #[pallet::call_index(103)]
        #[pallet::weight(Weight::from_parts(740_696_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(27, 13)))]
        pub fn remove_stake_full_limit(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            netuid: NetUid,
            limit_price: Option<TaoBalance>,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            let amount = Self::stake_of(&hotkey, &coldkey, netuid);
            let limit = limit_price.map(|price| Limit { price, fill: Fill::Whole });
            Self::do_remove_stake(&coldkey, &hotkey, netuid, amount, limit)
        }

        /// Blocks before children that were set can apply. Root only.
        #[pallet::call_index(109)]
        #[pallet::weight(Weight::from_parts(5_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(0, 1)))]
        pub fn set_pending_childkey_cooldown(
            origin: OriginFor<T>,
            cooldown: u64,
        ) -> DispatchResult {
            ensure_root(origin)?;
            PendingChildKeyCooldown::<T>::put(cooldown);
            Ok(())
        }

        /// Register a subnet with the money of a crowdloan whose call this is, and lease it to the crowdloan's
        /// creator, until `end_block` or for ever. Contributors get `emissions_share` of the owner's cut. Signed by
        /// the creator.
        #[pallet::call_index(110)]
        #[pallet::weight(leasing::most(leasing::registration_weight::<T>))]
        pub fn register_leased_network(
            origin: OriginFor<T>,
            emissions_share: Percent,
            end_block: Option<BlockNumberFor<T>>,
        ) -> DispatchResultWithPostInfo {
            let who = ensure_signed(origin)?;
            Self::do_register_leased_network(&who, emissions_share, end_block)
        }

        /// Take over the subnet of a lease that has ended, with a hotkey of one's own. Signed by the beneficiary.
        #[pallet::call_index(111)]
        #[pallet::weight(leasing::most(leasing::termination_weight::<T>))]
        pub fn terminate_lease(
            origin: OriginFor<T>,
            lease_id: LeaseId,
            hotkey: T::AccountId,
        ) -> DispatchResultWithPostInfo {
            let who = ensure_signed(origin)?;
            Self::do_terminate_lease(&who, lease_id, &hotkey)
        }

        /// Give a subnet's alpha another symbol of the chain's list. By the subnet's owner or root.
        #[pallet::call_index(112)]
        #[pallet::weight(Weight::from_parts(26_200_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(4, 1)))]
        pub fn update_symbol(
            origin: OriginFor<T>,
            netuid: NetUid,
            symbol: Vec<u8>,
        ) -> DispatchResult {
            Self::owner_or_root(origin, netuid)?;
            Self::do_update_symbol(netuid, symbol)
        }

        /// Commit to weights that are encrypted to a round of the beacon; the chain reveals them. Signed by the
        /// hotkey.
        #[pallet::call_index(113)]
        #[pallet::weight((Weight::from_parts(95_460_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(14, 2)), DispatchClass::Normal, Pays::No))]
        pub fn commit_timelocked_weights(
            origin: OriginFor<T>,
            netuid: NetUid,
            commit: SealedWeights,
            reveal_round: u64,
            commit_reveal_version: u16,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            let mechanism = Mechanism::main(netuid);
            Self::do_commit_timelocked(
                &hotkey,
                mechanism,
                commit,
                reveal_round,
                commit_reveal_version,
            )
        }

        /// Have the coldkey's mining rewards on the subnet staked to a hotkey of its choice. Signed by the
        /// coldkey.
        #[pallet::call_index(114)]
        #[pallet::weight(Weight::from_parts(29_930_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(4, 2)))]
        pub fn set_coldkey_auto_stake_hotkey(
            origin: OriginFor<T>,
            netuid: NetUid,
            hotkey: T::AccountId,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_set_auto_stake(&coldkey, netuid, &hotkey)
        }

        /// `commit_weights` for one of the subnet's mechanisms.
        #[pallet::call_index(115)]
        #[pallet::weight((Weight::from_parts(95_460_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(14, 2)), DispatchClass::Normal, Pays::No))]
        pub fn commit_mechanism_weights(
            origin: OriginFor<T>,
            netuid: NetUid,
            mecid: u8,
            commit_hash: T::Hash,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            Self::do_commit_weights(&hotkey, Mechanism { netuid, mecid }, commit_hash)
        }

        /// `reveal_weights` for one of the subnet's mechanisms.
        #[pallet::call_index(116)]
        #[pallet::weight((Weight::from_parts(95_460_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(14, 2)), DispatchClass::Normal, Pays::No))]
        pub fn reveal_mechanism_weights(
            origin: OriginFor<T>,
            netuid: NetUid,
            mecid: u8,
            uids: Vec<u16>,
            values: Vec<u16>,
            salt: Vec<u16>,
            version_key: u64,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            let weights = WeightVector { uids: &uids, values: &values, version_key };
            let reveal = Reveal { weights, salt: &salt };
            Self::do_reveal_weights(&hotkey, Mechanism { netuid, mecid }, reveal)
        }

        /// `commit_timelocked_mechanism_weights` with version 4.
        #[pallet::call_index(117)]
        #[pallet::weight((Weight::from_parts(95_460_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(14, 2)), DispatchClass::Normal, Pays::No))]
        pub fn commit_crv3_mechanism_weights(
            origin: OriginFor<T>,
            netuid: NetUid,
            mecid: u8,
            commit: SealedWeights,
            reveal_round: u64,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            let mechanism = Mechanism { netuid, mecid };
            Self::do_commit_timelocked(&hotkey, mechanism, commit, reveal_round, 4)
        }

        /// `commit_timelocked_weights` for one of the subnet's mechanisms.
        #[pallet::call_index(118)]
        #[pallet::weight((Weight::from_parts(95_460_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(14, 2)), DispatchClass::Normal, Pays::No))]
        pub fn commit_timelocked_mechanism_weights(
            origin: OriginFor<T>,
            netuid: NetUid,
            mecid: u8,
            commit: SealedWeights,
            reveal_round: u64,
            commit_reveal_version: u16,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            let mechanism = Mechanism { netuid, mecid };
            Self::do_commit_timelocked(
                &hotkey,
                mechanism,
                commit,
                reveal_round,
                commit_reveal_version,
            )
        }

        /// `set_weights` for one of the subnet's mechanisms.
        #[pallet::call_index(119)]
        #[pallet::weight((Weight::from_parts(95_460_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(14, 2)), DispatchClass::Normal, Pays::No))]
        pub fn set_mechanism_weights(
            origin: OriginFor<T>,
            netuid: NetUid,
            mecid: u8,
            dests: Vec<u16>,
            weights: Vec<u16>,
            version_key: u64,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            let vector = WeightVector { uids: &dests, values: &weights, version_key };
            Self::do_set_weights(&hotkey, Mechanism { netuid, mecid }, vector)
        }

        /// Dissolve a subnet. Root only.
        #[pallet::call_index(120)]
        #[pallet::weight((Weight::from_parts(119_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(6, 31)), DispatchClass::Operational))]
        pub fn root_dissolve_network(origin: OriginFor<T>, netuid: NetUid) -> DispatchResult {
            ensure_root(origin)?;
            Self::do_dissolve_network(netuid)
        }

        /// Claim root dividends on one to five subnets. Signed by the coldkey.
        #[pallet::call_index(121)]
        #[pallet::weight(Weight::from_parts(117_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(16, 4)))]
        pub fn claim_root(origin: OriginFor<T>, subnets: BTreeSet<NetUid>) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_claim_root(&coldkey, &subnets)
        }

        /// Choose what claims of root dividends are paid in. Signed by the coldkey.
        #[pallet::call_index(122)]
        #[pallet::weight(Weight::from_parts(46_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(1, 4)))]
        pub fn set_root_claim_type(
            origin: OriginFor<T>,
            new_root_claim_type: RootClaimTypeEnum,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_set_root_claim_type(&coldkey, new_root_claim_type)
        }

        /// Stakers that each block claims root dividends for. Root only.
        #[pallet::call_index(123)]
        #[pallet::weight(Weight::from_parts(4_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(0, 1)))]
        pub fn sudo_set_num_root_claims(origin: OriginFor<T>, new_value: u64) -> DispatchResult {
            ensure_root(origin)?;
            Self::do_set_num_root_claims(new_value)
        }

        /// Least root dividends that are paid on a subnet, in rao of alpha. Signed by its owner, or root.
        #[pallet::call_index(124)]
        #[pallet::weight(Weight::from_parts(26_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(2, 1)))]
        pub fn sudo_set_root_claim_threshold(
            origin: OriginFor<T>,
            netuid: NetUid,
            new_value: u64,
        ) -> DispatchResult {
            Self::do_set_root_claim_threshold(origin, netuid, new_value)
        }

        /// Announce that everything will go to the coldkey whose Blake2 hash this is. Costs 0.1 TAO, and stops
        /// most else the coldkey could do. Signed by the coldkey.
        #[pallet::call_index(125)]
        #[pallet::weight(Weight::from_parts(55_700_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(4, 3)))]
        pub fn announce_coldkey_swap(
            origin: OriginFor<T>,
            new_coldkey_hash: T::Hash,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_announce_coldkey_swap(&coldkey, new_coldkey_hash)
        }

        /// Give everything to the announced coldkey, five days after. Signed by the old coldkey.
        #[pallet::call_index(126)]
        #[pallet::weight(Weight::from_parts(110_700_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(16, 6)))]
        pub fn swap_coldkey_announced(
            origin: OriginFor<T>,
            new_coldkey: T::AccountId,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_swap_coldkey_announced(&coldkey, &new_coldkey)
        }

        /// Dispute the announced swap of this coldkey: nothing goes in or out of it until root has decided.
        /// Signed by the coldkey.
        #[pallet::call_index(127)]
        #[pallet::weight(Weight::from_parts(20_750_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(2, 1)))]
        pub fn dispute_coldkey_swap(origin: OriginFor<T>) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_dispute_coldkey_swap(&coldkey)
        }

        /// End a coldkey's announcement and dispute. Root only.
        #[pallet::call_index(128)]
        #[pallet::weight(Weight::from_parts(8_977_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(0, 2)))]
        pub fn reset_coldkey_swap(origin: OriginFor<T>, coldkey: T::AccountId) -> DispatchResult {
            ensure_root(origin)?;
            Self::do_reset_coldkey_swap(&coldkey);
            Ok(())
        }

        /// Have validators' voting power noted. Signed by the subnet's owner, or root.
        #[pallet::call_index(129)]
        #[pallet::weight(Weight::from_parts(10_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(1, 2)))]
        pub fn enable_voting_power_tracking(
            origin: OriginFor<T>,
            netuid: NetUid,
        ) -> DispatchResult {
            Self::do_enable_voting_power(origin, netuid)
        }

        /// Stop noting voting power in two weeks. Signed by the subnet's owner, or root.
        #[pallet::call_index(130)]
        #[pallet::weight(Weight::from_parts(10_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(2, 1)))]
        pub fn disable_voting_power_tracking(
            origin: OriginFor<T>,
            netuid: NetUid,
        ) -> DispatchResult {
            Self::do_disable_voting_power(origin, netuid)
        }

        /// Set how much an epoch counts in voting power, in 10^-18. Root only.
        #[pallet::call_index(131)]
        #[pallet::weight(Weight::from_parts(6_000_000, 0).saturating_add(T::DbWeight::get().writes(1)))]
        pub fn sudo_set_voting_power_ema_alpha(
            origin: OriginFor<T>,
            netuid: NetUid,
            alpha: u64,
        ) -> DispatchResult {
            ensure_root(origin)?;
            Self::do_set_voting_power_alpha(netuid, alpha)
        }

        /// Buy alpha for `amount` rao of TAO and burn it; with a limit, all at most at that price or not at all.
        /// Signed by the coldkey.
        #[pallet::call_index(132)]
        #[pallet::weight(Weight::from_parts(853_005_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(33, 17)))]
        pub fn add_stake_burn(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            netuid: NetUid,
            amount: TaoBalance,
            limit: Option<TaoBalance>,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_add_stake_burn(&coldkey, &hotkey, netuid, amount, limit)
        }

        /// Take back the announcement of a coldkey swap, a day after it could have been executed. Signed by the
        /// coldkey.
        #[pallet::call_index(133)]
        #[pallet::weight(Weight::from_parts(20_750_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(2, 1)))]
        pub fn clear_coldkey_swap_announcement(origin: OriginFor<T>) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_clear_coldkey_swap(&coldkey)
        }

        /// Register a neuron if that costs at most `limit_price` rao. Signed by the coldkey.
        #[pallet::call_index(134)]
        #[pallet::weight(Weight::from_parts(336_815_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(34, 29)))]
        pub fn register_limit(
            origin: OriginFor<T>,
            netuid: NetUid,
            hotkey: T::AccountId,
            limit_price: u64,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_register_limit(&coldkey, netuid, &hotkey, limit_price)
        }

        /// Say whether a member of root lends its stake to the owners of new subnets. Signed by the coldkey.
        #[pallet::call_index(135)]
        #[pallet::weight(Weight::from_parts(20_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(2, 1)))]
        pub fn set_auto_parent_delegation_enabled(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            enabled: bool,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_set_auto_parent_delegation(&coldkey, &hotkey, enabled)
        }

        /// Lock `amount` rao more of the coldkey's stake on the subnet to a hotkey. Signed by the coldkey.
        #[pallet::call_index(136)]
        #[pallet::weight(Weight::from_parts(150_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(13, 5)))]
        pub fn lock_stake(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            netuid: NetUid,
            amount: AlphaBalance,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_lock_stake(&coldkey, &hotkey, netuid, amount)
        }

        /// Point the coldkey's lock on the subnet at another hotkey; conviction is lost unless both have one
        /// owner. Signed by the coldkey.
        #[pallet::call_index(137)]
        #[pallet::weight(Weight::from_parts(150_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(14, 8)))]
        pub fn move_lock(
            origin: OriginFor<T>,
            destination_hotkey: T::AccountId,
            netuid: NetUid,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_move_lock(&coldkey, &destination_hotkey, netuid)
        }

        /// Whether the coldkey's locks on the subnet keep their mass instead of decaying. Signed by the coldkey.
        #[pallet::call_index(138)]
        #[pallet::weight(Weight::from_parts(100_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(10, 5)))]
        pub fn set_perpetual_lock(
            origin: OriginFor<T>,
            netuid: NetUid,
            enabled: bool,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_set_perpetual_lock(&coldkey, netuid, enabled)
        }

        /// Choose the blocks between epochs, 360 to 50400. Signed by the subnet's owner.
        #[pallet::call_index(139)]
        #[pallet::weight(Weight::from_parts(44_877_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(6, 3)))]
        pub fn set_tempo(origin: OriginFor<T>, netuid: NetUid, tempo: u16) -> DispatchResult {
            Self::do_set_tempo(origin, netuid, tempo)
        }

        /// Choose after how many thousandths of a tempo without weights a neuron is inactive, 1000 to 50000. Signed
        /// by the subnet's owner, or root.
        #[pallet::call_index(140)]
        #[pallet::weight(Weight::from_parts(35_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(6, 2)))]
        pub fn set_activity_cutoff_factor(
            origin: OriginFor<T>,
            netuid: NetUid,
            factor_milli: u32,
        ) -> DispatchResult {
            Self::do_set_activity_cutoff_factor(origin, netuid, factor_milli)
        }

        /// Let the next epoch come after the freeze window. Signed by the subnet's owner.
        #[pallet::call_index(141)]
        #[pallet::weight(Weight::from_parts(35_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(7, 2)))]
        pub fn trigger_epoch(origin: OriginFor<T>, netuid: NetUid) -> DispatchResult {
            Self::do_trigger_epoch(origin, netuid)
        }

        /// Whether the coldkey refuses locked alpha that others would give it, as it does unless it says
        /// otherwise. Signed by the coldkey.
        #[pallet::call_index(142)]
        #[pallet::weight(Weight::from_parts(20_000_000, 0)
            .saturating_add(T::DbWeight::get().reads_writes(1, 1)))]
        pub fn set_reject_locked_alpha(origin: OriginFor<T>, enabled: bool) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::do_set_reject_locked_alpha(&coldkey, enabled);
            Ok(())
        }
    }
}
