//! The demo's made-up subnets and validators. Any likeness to a real one is an accident.

/// What is said about a demo subnet. Figures are the state it starts in.
pub(super) struct Theme {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    /// Price in millionths of a TAO per alpha.
    pub(super) price: u64,
    /// TAO in the pool.
    pub(super) depth: u64,
    /// Weight of TAO in the pool, in thousandths.
    pub(super) weight: u64,
    /// Days since registration.
    pub(super) age: u32,
    /// Cost of a registration in thousandths of a TAO.
    pub(super) burn: u64,
    /// Neurons that are neither the owner nor a validator.
    pub(super) miners: u16,
    /// Validators.
    pub(super) validators: usize,
}

const fn theme(
    name: &'static str,
    description: &'static str,
    market: (u64, u64, u64),
    age: u32,
    burn: u64,
    people: (u16, usize),
) -> Theme {
    let (price, depth, weight) = market;
    let (miners, validators) = people;
    Theme { name, description, price, depth, weight, age, burn, miners, validators }
}

/// The subnets by netuid, from 1. The last one has not been started.
pub(super) const THEMES: [Theme; 20] = [
    theme(
        "Apertura",
        "Open text generation, scored by blind comparison",
        (61_400, 31_000, 500),
        611,
        182,
        (243, 12),
    ),
    theme(
        "Proofmill",
        "Proofs that a model was run as claimed",
        (12_050, 7_400, 487),
        590,
        9,
        (21, 6),
    ),
    theme(
        "Longshore",
        "One language model, trained across the internet",
        (104_800, 24_500, 512),
        564,
        1_310,
        (75, 9),
    ),
    theme("Vellum", "Scanned pages into structured text", (8_310, 4_100, 500), 548, 3, (18, 5)),
    theme(
        "Starling",
        "Embeddings and search over public corpora",
        (19_700, 9_900, 478),
        517,
        21,
        (24, 6),
    ),
    theme(
        "Oddsmith",
        "Calibrated forecasts of public events",
        (33_900, 12_600, 500),
        498,
        64,
        (27, 7),
    ),
    theme(
        "Tidepool",
        "Graphics cards by the minute, attested",
        (286_000, 42_000, 521),
        470,
        2_450,
        (88, 10),
    ),
    theme(
        "Fathomline",
        "Signals for liquid markets, scored out of sample",
        (47_200, 15_800, 500),
        441,
        95,
        (28, 7),
    ),
    theme(
        "Kilnworks",
        "Fine-tuning contests with held-out tests",
        (15_600, 6_700, 505),
        402,
        14,
        (20, 5),
    ),
    theme(
        "Palimpsest",
        "Fresh crawls of the open web, deduplicated",
        (24_300, 10_400, 500),
        377,
        33,
        (22, 6),
    ),
    theme(
        "Corvid",
        "Agents that repair real bugs in real repositories",
        (172_500, 28_300, 500),
        339,
        1_720,
        (58, 9),
    ),
    theme("Hushmic", "Speech to text in ninety languages", (6_540, 3_300, 492), 301, 2, (17, 4)),
    theme(
        "Meridian",
        "Weather for the next ten days on a fine grid",
        (11_200, 5_200, 500),
        268,
        6,
        (19, 5),
    ),
    theme(
        "Prismforge",
        "Pictures and short films from prompts",
        (38_700, 13_100, 500),
        233,
        71,
        (25, 6),
    ),
    theme(
        "Cellwright",
        "Protein folding and docking on demand",
        (9_870, 4_800, 500),
        196,
        5,
        (16, 5),
    ),
    theme("Holdfast", "Files kept, proved and served", (27_100, 11_200, 500), 158, 40, (22, 6)),
    theme("Gossamer", "Bandwidth from many small exits", (4_420, 2_600, 500), 117, 2, (16, 4)),
    theme(
        "Lanternfish",
        "Provenance of pictures and recordings",
        (3_150, 2_200, 500),
        74,
        1,
        (14, 4),
    ),
    theme(
        "Ochre",
        "Three-dimensional scenes from photographs",
        (2_080, 1_900, 500),
        31,
        1,
        (12, 3),
    ),
    theme("Sapling", "Announced, not started yet", (13_400, 1_500, 500), 2, 1_000, (3, 1)),
];

/// A validator's name, its description, the TAO staked to it on the root and its take in thousandths.
pub(super) const VALIDATORS: [(&str, &str, u64, u16); 14] = [
    ("Basalt", "Validating since the first epochs", 912_000, 180),
    ("Copperline", "Research desk and validator", 771_000, 180),
    ("Driftwood", "Stake with people who read the code", 640_500, 90),
    ("Eventide", "Low take, long hours", 552_300, 90),
    ("Foxglove", "Index products on subnets", 498_700, 150),
    ("Greywater", "Infrastructure first", 431_200, 120),
    ("Halyard", "Bare metal in three countries", 377_000, 180),
    ("Inkwell", "Open dashboards, open books", 304_800, 100),
    ("Juniper", "Small, careful, awake", 251_900, 90),
    ("Keelhouse", "For custodians and funds", 203_400, 180),
    ("Lumen Row", "A cooperative of stakers", 148_600, 60),
    ("Mossbank", "Carbon-counted validation", 97_300, 120),
    ("Nightjar", "Runs what others skip", 61_000, 90),
    ("Orchard Lane", "New here, cheap on purpose", 24_500, 0),
];
