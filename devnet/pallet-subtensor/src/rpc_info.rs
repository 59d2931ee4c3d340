//! What explorers ask the chain for, as structs with mainnet's fields.
