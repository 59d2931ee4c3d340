//! Every worked number of the economics reference, each test named after its section.

use tau_economics::burn::{self, Bounds, DecayFactor};
use tau_economics::fixed::{I96F32, PERQUINTILL, U64F64};
use tau_economics::issuance::{MAX_SUPPLY, block_emission};
use tau_economics::moving_price::{self, Pace};
use tau_economics::pool::{
    DEFAULT_FEE_RATE, EVEN_WEIGHT, Pool, SwapError, fixed_price_max_buy, fixed_price_max_sell,
    max_move,
};
use tau_economics::share::{SafeFloat, ShareError, SharePool};
use tau_economics::subnet_cost::{LockTerms, reduction_interval, seed_alpha};

const TAO: u64 = 1_000_000_000;

/// An even pool with the usual fee.
fn even(tao: u64, alpha: u64) -> Pool {
    Pool { tao, alpha, quote_weight: EVEN_WEIGHT, fee_rate: DEFAULT_FEE_RATE }
}

fn limit(rao: u64) -> U64F64 {
    U64F64::from_price_rao(rao)
}

/// A price to ten decimal places, the last one rounded.
fn ten_places(price: U64F64) -> u64 {
    (price.saturating_mul(U64F64::from_int(100_000_000_000)).floor() + 5) / 10
}

/// 10 000 TAO and 400 000 alpha.
fn large() -> Pool {
    even(10_000 * TAO, 400_000 * TAO)
}

#[test]
fn section_1_1_price_and_its_bounds() {
    // 0.025 has no exact binary form, so the chain itself reports a rao less.
    assert_eq!(ten_places(large().spot()), 250_000_000);
    assert_eq!(large().price_rao(), 24_999_999);
    assert_eq!(even(TAO, 0).spot(), U64F64::ZERO);
    assert_eq!(Pool::max_price(), U64F64::from_int(1_000_000));
    assert_eq!(Pool::min_price(), U64F64::ratio(1, 1_000_000));
}

#[test]
fn section_1_2_guards_in_their_order() {
    // Too large comes before too low, too low before the limit.
    let pool = even(1_000, 1_000);
    let no_limit = Pool::max_price();
    assert_eq!(pool.buy_without_fee(1_000_001, limit(1)), Err(SwapError::InputTooLarge));
    assert_eq!(pool.buy_without_fee(1_000_000, limit(1)), Err(SwapError::ReservesTooLow));
    let pool = even(10 * TAO, 999_999);
    assert_eq!(pool.buy(TAO, no_limit), Err(SwapError::ReservesTooLow));
    let pool = even(1_000_000, 1_000_000);
    assert_eq!(pool.sell(1000, limit(TAO)), Err(SwapError::PriceLimitExceeded));
    assert_eq!(pool.buy(1000, limit(TAO)), Err(SwapError::PriceLimitExceeded));
    // Something in, nothing out.
    let pool = even(1_000_000, 1_000_000 * TAO);
    assert_eq!(pool.sell(100, U64F64::ZERO), Err(SwapError::ReservesTooLow));
    // Nothing in, nothing out.
    assert_eq!(large().buy(0, no_limit).map(|swap| (swap.consumed(), swap.out)), Ok((0, 0)));
}

#[test]
fn section_1_2_a_fee_worth_nothing_spoils_a_whole_exit() {
    let exit = |alpha| large().sell_and_pay_author(alpha, Pool::min_price());
    assert!(exit(1_985).is_ok());
    assert_eq!(exit(1_986), Err(SwapError::ReservesTooLow));
    assert_eq!(exit(79_400), Err(SwapError::ReservesTooLow));
    assert!(exit(85_000).is_ok());
}

#[test]
fn section_1_4_smallest_stake() {
    assert_eq!(large().minimum_stake(), 2_001_007);
}

#[test]
fn section_1_4_root_and_stable_limits() {
    assert_eq!(fixed_price_max_buy(limit(TAO)), u64::MAX);
    assert_eq!(fixed_price_max_buy(limit(TAO - 1)), 0);
    assert_eq!(fixed_price_max_sell(limit(TAO)), u64::MAX);
    assert_eq!(fixed_price_max_sell(limit(TAO + 1)), 0);
}

#[test]
fn section_1_5_simulations() {
    let pool = large();
    let buy = pool.simulate_buy(100 * TAO).unwrap();
    assert_eq!((buy.tao_amount, buy.tao_fee), (99_949_645_228, 50_354_772));
    assert_eq!((buy.alpha_amount, buy.alpha_fee, buy.tao_slippage), (3_958_421_526_397, 0, 0));
    // 100 TAO at the truncated price of 0.025 are 4000 alpha and a little more.
    assert_eq!(buy.alpha_slippage, 4_000_000_000_000 - buy.alpha_amount);
    let sell = pool.simulate_sell(1000 * TAO).unwrap();
    assert_eq!((sell.tao_amount, sell.alpha_fee), (24_925_129_859, 503_547_722));
    assert_eq!(sell.tao_slippage, 24_999_999_999 - sell.tao_amount);
    assert_eq!(pool.stake_value(1000 * TAO), 24_925_129_859 + 12_588_693);
    assert_eq!(pool.stake_value(u64::MAX), 0);
}

#[test]
fn section_1_6_swaps_of_a_small_pool() {
    let pool = even(TAO, 4 * TAO);
    for (gross, fee, net, out) in [
        (123_456, 62, 123_394, 493_515),
        (1_000_000_000, 503_547, 999_496_453, 1_999_496_326),
        (10_000_000_000, 5_035_477, 9_994_964_523, 3_636_197_098),
    ] {
        let swap = pool.buy(gross, Pool::max_price()).unwrap();
        assert_eq!((swap.fee, swap.consumed_net, swap.out), (fee, net, out), "buy {gross}");
        assert!(swap.fully_executed);
    }
    let swap = pool.sell(123_456, Pool::min_price()).unwrap();
    assert_eq!((swap.fee, swap.consumed_net, swap.out), (62, 123_394, 30_847));
}

#[test]
fn section_1_6_buy_and_sell_back() {
    let buy = large().buy(100 * TAO, Pool::max_price()).unwrap();
    assert_eq!((buy.fee, buy.consumed_net), (50_354_772, 99_949_645_228));
    assert_eq!(buy.out, 3_958_421_526_397);
    assert_eq!(ten_places(buy.after.spot()), 255_022_457);
    assert_eq!(ten_places(U64F64::ratio(100 * TAO, buy.out)), 252_625_950);

    let sale = buy.after.sell_and_pay_author(buy.out, Pool::min_price()).unwrap();
    assert_eq!((sale.swap.fee, sale.swap.consumed_net), (1_993_254_144, 3_956_428_272_253));
    assert_eq!((sale.swap.out, sale.author_tao), (99_899_813_626, 49_831_601));
    assert_eq!((sale.after.tao, sale.after.alpha), (10_000_000_000_001, 400_000_000_000_000));
}

#[test]
fn section_1_6_uneven_weights() {
    let pool = Pool { quote_weight: 512_345_678_000_000_000, ..large() };
    assert_eq!(ten_places(pool.spot()), 237_951_808);
    let buy = pool.buy(100 * TAO, Pool::max_price()).unwrap();
    assert_eq!(buy.out, 4_157_802_708_557);
    let sell = buy.after.sell(buy.out, Pool::min_price()).unwrap();
    assert_eq!(sell.out, 99_899_826_143);
}

#[test]
fn section_1_6_largest_buy_with_a_limit() {
    for (tao, alpha, rao, max) in [
        (1_000_000, 1_000_000, 4 * TAO, Ok(1_000_503)),
        (1_000_000, 1_000_000, 9 * TAO, Ok(2_001_007)),
        (1_000_000, 1_000_000, 16 * TAO, Ok(3_001_511)),
        (1_000 * TAO, 1_000 * TAO, 16 * TAO, Ok(3_001_511_404_231)),
        (150 * TAO, 100 * TAO, 1_500_000_001, Ok(49)),
        (150 * TAO, 100 * TAO, 6 * TAO, Ok(150_075_570_211)),
        (150 * TAO, 100 * TAO, 1_500_000_000, Err(SwapError::PriceLimitExceeded)),
    ] {
        assert_eq!(even(tao, alpha).max_buy(limit(rao)), max, "{tao}/{alpha} to {rao}");
    }
}

#[test]
fn section_1_6_partial_buy() {
    let pool = even(150 * TAO, 100 * TAO);
    let swap = pool.buy(900 * TAO, limit(24 * TAO)).unwrap();
    assert!(!swap.fully_executed);
    assert_eq!(swap.consumed(), 450_226_710_634);
    assert_eq!((swap.consumed_net, swap.fee, swap.out), (450 * TAO, 226_710_634, 75 * TAO));
    assert_eq!(swap.after.price_rao(), 24 * TAO);
    assert_eq!(900 * TAO - swap.consumed(), 449_773_289_366);
    assert_eq!(pool.max_buy(limit(24 * TAO)), Ok(swap.consumed()));
}

#[test]
fn section_1_6_largest_sale_with_a_limit() {
    let pool = even(200 * TAO, 100 * TAO);
    assert_eq!(pool.max_sell(limit(500_000_000)), Ok(100_050_380_141));
    assert_eq!(pool.max_sell(limit(1_999_999_999)), Ok(24));
}

#[test]
fn section_1_6_largest_move_with_a_limit() {
    let origin = even(150 * TAO, 100 * TAO);
    let destination = even(100 * TAO, 100 * TAO);
    let most = |rao| max_move(&origin, &destination, limit(rao));
    assert_eq!(most(100_000_000), 560 * TAO);
    assert_eq!(most(750_000_000), 39_999_999_999);
    assert_eq!(most(1_000_000_000), 19_999_999_999);
    assert_eq!(most(1_500_000_001), 0);
    assert_eq!(most(0), u64::MAX);
    let (origin, destination) = (even(100 * TAO, 200 * TAO), even(300 * TAO, 400 * TAO));
    assert_eq!(max_move(&origin, &destination, limit(500_000_000)), 50 * TAO);
}

#[test]
fn section_1_6_move_between_subnets() {
    let destination = even(5_000 * TAO, 250_000 * TAO);
    let moved = large().move_to(&destination, 1000 * TAO).unwrap();
    assert_eq!((moved.fee_alpha, moved.tao_between), (503_547_722, 24_925_129_859));
    assert_eq!((moved.author_tao, moved.alpha_out), (12_526_000, 1_240_074_688_421));
    // From root only the destination leg takes a fee.
    let swap = destination.buy(100 * TAO, Pool::max_price()).unwrap();
    assert_eq!((swap.fee, swap.out), (50_354_772, 4_899_540_788_678));
}

#[test]
fn section_1_7_injection() {
    let pool = Pool { quote_weight: PERQUINTILL / 10 * 6, ..large() };
    assert_eq!(ten_places(pool.spot()), 166_666_667);
    let after = pool.inject(1_000 * TAO, 60_000 * TAO).unwrap();
    assert_eq!(after.quote_weight, 589_285_714_285_714_285);
    assert_eq!(ten_places(after.spot()), 166_666_667);

    let pool = even(1_000 * TAO, 4_000 * TAO);
    for (tao, alpha, weight) in [
        (TAO, 0, 500_249_875_062_468_765),
        (1_000 * TAO, 2_000 * TAO, 571_428_571_428_571_428),
        (1_234_567, 2_432_765_890, 499_848_306_996_458_184),
    ] {
        let after = pool.inject(tao, alpha).unwrap();
        assert_eq!(after.quote_weight, weight);
        assert_eq!((after.tao, after.alpha), (pool.tao + tao, pool.alpha + alpha));
        assert!(after.spot().to_bits().abs_diff(1 << 62) < 1 << 10, "the price stays at 0.25");
    }
    assert_eq!(pool.inject(99_001 * TAO, 0), None, "more than 0.99");
    assert_eq!(pool.inject(u64::MAX, 0), None);
}

#[test]
fn section_1_8_moving_price() {
    let pace = Pace { moving_alpha: I96F32::from_bits(1_288_490), halving_blocks: 201_600 };
    // mu = 3e-4: half-life of 2310 blocks for an old subnet.
    let mut average = I96F32::ONE;
    for _ in 0..2310 {
        average = moving_price::step(average, U64F64::ZERO, 1 << 40, pace);
    }
    let half = average.to_bits() as f64 / I96F32::ONE.to_bits() as f64;
    assert!((half - 0.5).abs() < 1e-4, "{half}");
    // At the age h the weight is half of mu.
    let first = |age| moving_price::step(I96F32::ZERO, U64F64::ONE, age, pace).to_bits();
    assert_eq!((first(0), first(201_600), first(1 << 40)), (0, 644_245, 1_288_489));
    // A price above one counts as one.
    let dear = moving_price::step(I96F32::ZERO, U64F64::from_int(7), 201_600, pace);
    assert_eq!(dear.to_bits(), first(201_600));
}

#[test]
fn section_2_normal_form() {
    assert_eq!(SafeFloat::from(1), SafeFloat { mantissa: 10u128.pow(21), exponent: -21 });
    assert_eq!(SafeFloat::new(10u128.pow(22) + 19, 0), SafeFloat::new(10u128.pow(21) + 1, 1));
    assert_eq!(SafeFloat::new(0, 7), Some(SafeFloat::ZERO));
    assert_eq!(SafeFloat::new(1, i64::MIN), None);
    assert_eq!(SafeFloat::from(u64::MAX).floor(), u64::MAX);
    assert_eq!(SafeFloat::new(1, 20).unwrap().floor(), u64::MAX);
    assert_eq!(SafeFloat::new(19, -1).unwrap().floor(), 1);
    assert_eq!(SafeFloat::new(19, -40).unwrap().floor(), 0);
}

#[test]
fn section_2_three_stakers() {
    let pool = SharePool::default();
    let (pool, a) = pool.credit(SafeFloat::ZERO, TAO).unwrap();
    let (pool, b) = pool.credit(SafeFloat::ZERO, 3 * TAO).unwrap();
    let pool = pool.credit_all(TAO / 10 * 4);
    assert_eq!((pool.value_of(a), pool.value_of(b)), (1_100_000_000, 3_300_000_000));

    let (pool, c) = pool.credit(SafeFloat::ZERO, TAO).unwrap();
    assert_eq!(c, SafeFloat { mantissa: 909_090_909_090_909_090_909, exponent: -12 });
    let denominator = SafeFloat { mantissa: 490_909_090_909_090_909_090, exponent: -11 };
    assert_eq!(pool.denominator, denominator);

    let (pool, a) = pool.debit(a, TAO / 2).unwrap();
    assert_eq!(a, SafeFloat { mantissa: 545_454_545_454_545_454_547, exponent: -12 });
    let values = [a, b, c].map(|share| pool.value_of(share));
    assert_eq!(values, [600_000_000, 3_300_000_000, 1_000_000_000]);
    assert_eq!(pool.value, 4_900_000_000);
}

#[test]
fn section_2_refusals() {
    let (pool, share) = SharePool::default().credit(SafeFloat::ZERO, 5).unwrap();
    assert_eq!(pool.debit(share, 6), Err(ShareError::NotEnough));
    assert_eq!(pool.credit(share, 0), Err(ShareError::NoShare));
    assert_eq!(pool.credit(share, u64::MAX), Err(ShareError::NoShare));
    assert_eq!(SharePool::default().value_of(share), 0);
    let (empty, share) = pool.debit(share, 5).unwrap();
    assert_eq!((empty, share), (SharePool::default(), SafeFloat::ZERO));
}

#[test]
fn section_3_1_block_emission() {
    for (issuance, emission) in [
        (0, 1_000_000_000),
        (10_499_999_999_999_999, 1_000_000_000),
        (10_500_000_000_000_000, 500_000_000),
        (15_750_000_000_000_000, 250_000_000),
        (18_375_000_000_000_000, 125_000_000),
        (20_979_492_187_500_000, 976_562),
        (MAX_SUPPLY - 1, 0),
        (MAX_SUPPLY, 0),
        (u64::MAX, 0),
    ] {
        assert_eq!(block_emission(issuance), emission, "{issuance}");
    }
}

const BURN: Bounds = Bounds { min: 500_000, max: 100 * TAO };
const ANY: Bounds = Bounds { min: 0, max: u64::MAX };

fn after_blocks(price: u64, half_life: u16, blocks: u32, bounds: Bounds) -> u64 {
    let factor = DecayFactor::from_half_life(half_life);
    (0..blocks).fold(price, |price, _| burn::decay(price, factor, bounds))
}

#[test]
fn section_6_1_decay_factors() {
    for (half_life, bits) in [
        (0, 1 << 32),
        (1, 2_147_483_648),
        (2, 3_037_000_500),
        (360, 4_286_705_684),
        (1000, 4_291_991_283),
        (36_100, 4_294_884_830),
    ] {
        assert_eq!(DecayFactor::from_half_life(half_life).to_bits(), bits, "{half_life}");
    }
}

#[test]
fn section_6_1_burn_decays_and_jumps() {
    assert_eq!(after_blocks(2000, 1000, 1, ANY), 1998);
    assert_eq!(after_blocks(1000, 1000, 1, ANY), 999);
    assert_eq!(after_blocks(1024, 2, 2, ANY), 511);
    assert_eq!(after_blocks(1024, 2, 4, ANY), 255);
    assert_eq!(after_blocks(TAO, 360, 360, BURN), 499_999_865);
    assert!(after_blocks(TAO, 360, 3_940, BURN) > 500_000);
    assert_eq!(after_blocks(TAO, 360, 3_950, BURN), 500_000);

    let multiplier = U64F64::from_bits(23_242_897_532_874_035_200);
    let mut price = TAO;
    for expected in [1_260_000_000, 1_587_600_000, 2_000_376_000] {
        price = burn::bump(price, multiplier, BURN);
        assert_eq!(price, expected);
    }
    assert_eq!(burn::bump(99 * TAO, multiplier, BURN), 100 * TAO);
    assert_eq!(burn::bump(1, multiplier, BURN), 500_000);
}

#[test]
fn section_6_2_lock_cost() {
    let after = |last_lock: u64, interval: u64, blocks: u64| {
        let terms =
            LockTerms { last_lock: last_lock * TAO, last_block: 5, interval, min_lock: 1000 * TAO };
        terms.cost(5 + blocks)
    };
    let full = reduction_interval(100_800, TAO);
    let halved = reduction_interval(100_800, TAO / 2);
    assert_eq!((full, halved), (100_800, 50_400));
    for (last_lock, interval, blocks, cost) in [
        (1000, full, 0, 2_000_000_000_000),
        (1000, full, 25_200, 1_750_000_023_200),
        (1000, full, 50_400, 1_500_000_046_400),
        (1000, full, 100_800, 1_000_000_092_800),
        (1000, full, 200_000, 1_000_000_000_000),
        (2500, full, 0, 5_000_000_000_000),
        (2500, full, 7_200, 4_821_428_573_600),
        (2500, full, 50_400, 3_750_000_015_200),
        (2500, full, 100_800, 2_500_000_030_400),
        (2500, full, 151_200, 1_250_000_045_600),
        (2500, halved, 0, 5_000_000_000_000),
        (2500, halved, 3_600, 4_821_428_573_600),
        (2500, halved, 7_200, 4_642_857_147_200),
    ] {
        assert_eq!(after(last_lock, interval, blocks), cost, "{last_lock} after {blocks}");
    }
    let never =
        LockTerms { last_lock: 1000 * TAO, last_block: 0, interval: full, min_lock: 1000 * TAO };
    assert_eq!(never.cost(0), 1000 * TAO);
    // Emission has ended: no reduction rather than a division by zero.
    let ended = LockTerms { last_block: 5, interval: 0, ..never };
    assert_eq!(ended.cost(1_000_000), 2000 * TAO);
}

#[test]
fn section_6_2_pool_seed() {
    let price = U64F64::from_int;
    assert_eq!(seed_alpha(1000 * TAO, &[]), 1000 * TAO);
    assert_eq!(seed_alpha(1000 * TAO, &[U64F64::ZERO]), 1000 * TAO);
    assert_eq!(seed_alpha(700 * TAO, &[price(5), price(2)]), 200 * TAO);
    assert_eq!(seed_alpha(700 * TAO, &[price(5), U64F64::ZERO, price(2)]), 200 * TAO);
    assert_eq!(seed_alpha(1000 * TAO, &[price(9), price(4), price(5)]), 200 * TAO);
}
