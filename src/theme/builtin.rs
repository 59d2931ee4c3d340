//! The themes that are part of the program.

/// Their names, as in the folder `themes/`.
pub const NAMES: [&str; 7] =
    ["ansi", "colour-blind", "default", "dusk", "high-contrast", "light", "mono"];

/// The text of one of them.
pub(super) fn text(name: &str) -> Option<&'static str> {
    match name {
        "ansi" => Some(include_str!("../../themes/ansi.toml")),
        "colour-blind" => Some(include_str!("../../themes/colour-blind.toml")),
        "default" => Some(include_str!("../../themes/default.toml")),
        "dusk" => Some(include_str!("../../themes/dusk.toml")),
        "high-contrast" => Some(include_str!("../../themes/high-contrast.toml")),
        "light" => Some(include_str!("../../themes/light.toml")),
        "mono" => Some(include_str!("../../themes/mono.toml")),
        _ => None,
    }
}
