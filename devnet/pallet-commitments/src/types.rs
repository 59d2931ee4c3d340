//! What a commitment holds, in mainnet's encoding.

use codec::{
    Decode, DecodeWithMemTracking, Encode, EncodeLike, Error, Input, MaxEncodedLen, Output,
};
use frame_support::{BoundedVec, traits::ConstU32};
use scale_info::{Path, Type, TypeInfo, build::Fields, build::Variants};

/// Longest plain field of the short form, in bytes.
const RAW: u32 = 128;
/// Longest plain field of the long form, in bytes.
const BIG_RAW: u32 = 512;
/// Longest timelocked field, in bytes.
const TIMELOCKED: u32 = 1_024;

/// One field of a commitment.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Data {
    /// Nothing.
    None,
    /// Up to 128 bytes. The encoding has one variant per length.
    Raw(BoundedVec<u8, ConstU32<RAW>>),
    /// A Blake2 hash of something.
    BlakeTwo256([u8; 32]),
    /// A SHA-256 hash of something.
    Sha256([u8; 32]),
    /// A Keccak hash of something.
    Keccak256([u8; 32]),
    /// A SHA-3 hash of something.
    ShaThree256([u8; 32]),
    /// Bytes that a round of the beacon opens.
    TimelockEncrypted {
        /// The ciphertext.
        encrypted: BoundedVec<u8, ConstU32<TIMELOCKED>>,
        /// The round.
        reveal_round: u64,
    },
    /// Asks for the bonds to the neuron to be reset.
    ResetBondsFlag,
    /// Up to 512 bytes.
    BigRaw(BoundedVec<u8, ConstU32<BIG_RAW>>),
}

impl Data {
    /// Bytes that count against the space of an epoch.
    #[must_use]
    pub fn space(&self) -> u64 {
        let bytes = match self {
            Self::None | Self::ResetBondsFlag => 0,
            Self::Raw(bytes) => bytes.len(),
            Self::BlakeTwo256(_) | Self::Sha256(_) | Self::Keccak256(_) | Self::ShaThree256(_) => {
                32
            }
            Self::TimelockEncrypted { encrypted, .. } => encrypted.len(),
            Self::BigRaw(bytes) => bytes.len(),
        };
        bytes as u64
    }
}

/// Number of the first variant after the plain ones of each length.
const AFTER_RAW: u8 = 130;

impl Encode for Data {
    fn encode_to<W: Output + ?Sized>(&self, output: &mut W) {
        match self {
            Self::None => output.push_byte(0),
            Self::Raw(bytes) => {
                // The bound keeps the length below 129.
                output.push_byte(bytes.len() as u8 + 1);
                output.write(bytes);
            }
            Self::BlakeTwo256(hash) => (AFTER_RAW, hash).encode_to(output),
            Self::Sha256(hash) => (AFTER_RAW + 1, hash).encode_to(output),
            Self::Keccak256(hash) => (AFTER_RAW + 2, hash).encode_to(output),
            Self::ShaThree256(hash) => (AFTER_RAW + 3, hash).encode_to(output),
            Self::TimelockEncrypted { encrypted, reveal_round } => {
                (AFTER_RAW + 4, encrypted, reveal_round).encode_to(output);
            }
            Self::ResetBondsFlag => output.push_byte(AFTER_RAW + 5),
            Self::BigRaw(bytes) => (AFTER_RAW + 6, bytes).encode_to(output),
        }
    }
}

impl EncodeLike for Data {}

impl Decode for Data {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        Ok(match input.read_byte()? {
            0 => Self::None,
            length @ 1..AFTER_RAW => {
                let mut bytes = vec![0; usize::from(length - 1)];
                input.read(&mut bytes)?;
                Self::Raw(bytes.try_into().map_err(|_| "too long")?)
            }
            130 => Self::BlakeTwo256(Decode::decode(input)?),
            131 => Self::Sha256(Decode::decode(input)?),
            132 => Self::Keccak256(Decode::decode(input)?),
            133 => Self::ShaThree256(Decode::decode(input)?),
            134 => Self::TimelockEncrypted {
                encrypted: Decode::decode(input)?,
                reveal_round: Decode::decode(input)?,
            },
            135 => Self::ResetBondsFlag,
            136 => Self::BigRaw(Decode::decode(input)?),
            _ => return Err("no such kind of data".into()),
        })
    }
}

/// Every field is bounded.
impl DecodeWithMemTracking for Data {}

impl MaxEncodedLen for Data {
    fn max_encoded_len() -> usize {
        // The longest is a timelocked field: variant, length, bytes, round.
        1 + 2 + TIMELOCKED as usize + 8
    }
}

macro_rules! plain_lengths {
    ($variants:expr; $($length:literal)*) => {
        $variants
            $(.variant(concat!("Raw", stringify!($length)), |variant| {
                variant
                    .index($length + 1)
                    .fields(Fields::unnamed().field(|field| field.ty::<[u8; $length]>()))
            }))*
    };
}

impl TypeInfo for Data {
    type Identity = Self;

    fn type_info() -> Type {
        let variants = Variants::new().variant("None", |variant| variant.index(0));
        let variants = plain_lengths!(variants;
        0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33
        34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63
        64 65 66 67 68 69 70 71 72 73 74 75 76 77 78 79 80 81 82 83 84 85 86 87 88 89 90 91 92 93
        94 95 96 97 98 99 100 101 102 103 104 105 106 107 108 109 110 111 112 113 114 115 116 117
        118 119 120 121 122 123 124 125 126 127 128
        );
        let hash = || Fields::unnamed().field(|field| field.ty::<[u8; 32]>());
        let variants = variants
            .variant("BlakeTwo256", |variant| variant.index(AFTER_RAW).fields(hash()))
            .variant("Sha256", |variant| variant.index(AFTER_RAW + 1).fields(hash()))
            .variant("Keccak256", |variant| variant.index(AFTER_RAW + 2).fields(hash()))
            .variant("ShaThree256", |variant| variant.index(AFTER_RAW + 3).fields(hash()))
            .variant("TimelockEncrypted", |variant| {
                variant.index(AFTER_RAW + 4).fields(
                    Fields::named()
                        .field(|field| {
                            field.name("encrypted").ty::<BoundedVec<u8, ConstU32<TIMELOCKED>>>()
                        })
                        .field(|field| field.name("reveal_round").ty::<u64>()),
                )
            })
            .variant("ResetBondsFlag", |variant| variant.index(AFTER_RAW + 5))
            .variant("BigRaw", |variant| {
                variant.index(AFTER_RAW + 6).fields(
                    Fields::unnamed()
                        .field(|field| field.ty::<BoundedVec<u8, ConstU32<BIG_RAW>>>()),
                )
            });
        Type::builder().path(Path::new("Data", module_path!())).variant(variants)
    }
}

/// Fields of a commitment.
pub type Fields3 = BoundedVec<Data, ConstU32<3>>;

/// What a neuron publishes.
#[derive(
    Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Clone, Debug, Eq, PartialEq,
)]
pub struct CommitmentInfo {
    /// Up to three fields.
    pub fields: Fields3,
}

/// A commitment as it is kept.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Debug, Eq, PartialEq)]
pub struct Registration<Balance, BlockNumber> {
    /// Always zero.
    pub deposit: Balance,
    /// Block in which it was made.
    pub block: BlockNumber,
    /// What it says.
    pub info: CommitmentInfo,
}

/// Space that a neuron has used.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct UsageTracker {
    /// Epoch that the space belongs to.
    pub last_epoch: u64,
    /// Bytes used in it.
    pub used_space: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_data_survives_its_encoding() {
        let raw = |length: usize| Data::Raw(vec![7; length].try_into().expect("short"));
        let all = [
            (Data::None, 0, 1),
            (raw(0), 1, 1),
            (raw(5), 6, 6),
            (raw(128), 129, 129),
            (Data::BlakeTwo256([1; 32]), 130, 33),
            (Data::Sha256([1; 32]), 131, 33),
            (Data::Keccak256([1; 32]), 132, 33),
            (Data::ShaThree256([1; 32]), 133, 33),
            (
                Data::TimelockEncrypted {
                    encrypted: vec![1, 2].try_into().expect("short"),
                    reveal_round: 9,
                },
                134,
                12,
            ),
            (Data::ResetBondsFlag, 135, 1),
            (Data::BigRaw(vec![1; 512].try_into().expect("short")), 136, 515),
        ];
        for (data, variant, length) in all {
            let bytes = data.encode();
            assert_eq!((bytes[0], bytes.len()), (variant, length), "{data:?}");
            assert_eq!(Data::decode(&mut &bytes[..]), Ok(data));
            assert!(bytes.len() <= Data::max_encoded_len());
        }
        assert!(Data::decode(&mut &[137][..]).is_err());
        assert!(Data::decode(&mut &[6, 1][..]).is_err());
    }
}
