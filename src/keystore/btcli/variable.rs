//! Passphrases that btcli keeps in environment variables: one variable for each key file, named after
//! its path, the passphrase exclusive-or'd with that name and written in base64. That hides nothing from
//! anybody who sees the variable; it is read for those who have it, never written.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::SecretString;
use zeroize::Zeroizing;

/// The variable of a key file: `BT_PW_` and its path in capitals, with `_` for `/` and `.`.
#[must_use]
pub fn passphrase_variable(path: &Path) -> String {
    let path = path.to_string_lossy().to_uppercase();
    format!("BT_PW_{}", path.replace(['/', '.'], "_"))
}

/// The passphrase in the value of that variable; nothing if it is not one.
#[must_use]
pub fn passphrase_in_variable(name: &str, value: &str) -> Option<SecretString> {
    let mut bytes = Zeroizing::new(STANDARD.decode(value).ok()?);
    for (byte, key) in bytes.iter_mut().zip(name.bytes().cycle()) {
        *byte ^= key;
    }
    std::str::from_utf8(&bytes).ok().map(SecretString::from)
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn names_and_values_are_those_of_the_official_wallet() {
        let path = Path::new("/home/u/.bittensor/wallets/my-wallet/coldkey");
        let name = passphrase_variable(path);
        assert_eq!(name, "BT_PW__HOME_U__BITTENSOR_WALLETS_MY-WALLET_COLDKEY");
        let opened = passphrase_in_variable(&name, "p/vZt/fer9fb3KbcxLzd+6rX+6bN76zR1mNz");
        let opened = opened.expect("a passphrase");
        assert_eq!(opened.expose_secret(), "密码🔑パスワード42");
        assert_eq!(passphrase_variable(Path::new("/x/é/coldkey")), "BT_PW__X_É_COLDKEY");
        for wrong in ["not base64!!", "FjwtPyA+KDM2YgQ+anc+ZCYhbw", "//79"] {
            assert!(passphrase_in_variable(&name, wrong).is_none(), "{wrong}");
        }
    }
}
