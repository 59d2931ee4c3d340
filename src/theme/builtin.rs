//! The themes that are part of the program.

/// Their names, as in the folder `themes/`.
pub const NAMES: [&str; 4] = ["ansi", "default", "light", "mono"];

/// The text of one of them.
pub(super) fn text(name: &str) -> Option<&'static str> {
    match name {
        "ansi" => Some(include_str!("../../themes/ansi.toml")),
        "default" => Some(include_str!("../../themes/default.toml")),
        "light" => Some(include_str!("../../themes/light.toml")),
        "mono" => Some(include_str!("../../themes/mono.toml")),
        _ => None,
    }
}
