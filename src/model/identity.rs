//! What people say of themselves and of their subnets on the chain.

use serde::{Deserialize, Serialize};

/// A field that is longer than the chain takes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{field}` has {length} bytes, and the chain takes {limit}")]
pub struct TooLong {
    /// Which.
    pub field: &'static str,
    /// Its length in bytes.
    pub length: usize,
    /// The most.
    pub limit: usize,
}

/// Names, texts and the most bytes of each.
type Parts<'a, const N: usize> = [(&'static str, &'a str, usize); N];

fn fits<const N: usize>(parts: Parts<'_, N>) -> Result<(), TooLong> {
    parts.into_iter().try_for_each(|(field, text, limit)| match text.len() {
        length if length > limit => Err(TooLong { field, length, limit }),
        _ => Ok(()),
    })
}

/// What a coldkey says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Identity {
    /// Name.
    pub name: String,
    /// Address on the web.
    pub url: String,
    /// Source code.
    pub github_repo: String,
    /// Picture.
    pub image: String,
    /// Name on Discord.
    pub discord: String,
    /// A few sentences.
    pub description: String,
    /// Anything else.
    pub additional: String,
}

impl Identity {
    /// Fields in the chain's order with their limits (interface.md 2.8).
    #[must_use]
    pub fn parts(&self) -> Parts<'_, 7> {
        [
            ("name", &self.name, 256),
            ("url", &self.url, 256),
            ("github_repo", &self.github_repo, 256),
            ("image", &self.image, 1024),
            ("discord", &self.discord, 256),
            ("description", &self.description, 1024),
            ("additional", &self.additional, 1024),
        ]
    }

    /// Whether the chain takes it.
    ///
    /// # Errors
    /// The first field that is too long.
    pub fn check(&self) -> Result<(), TooLong> {
        fits(self.parts())
    }
}

/// What an owner says of a subnet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SubnetProfile {
    /// Name.
    pub subnet_name: String,
    /// Source code.
    pub github_repo: String,
    /// Whom to write to.
    pub subnet_contact: String,
    /// Address on the web.
    pub subnet_url: String,
    /// Name on Discord.
    pub discord: String,
    /// A few sentences.
    pub description: String,
    /// Picture.
    pub logo_url: String,
    /// Anything else.
    pub additional: String,
}

impl SubnetProfile {
    /// Fields in the chain's order with their limits (interface.md 2.8).
    #[must_use]
    pub fn parts(&self) -> Parts<'_, 8> {
        [
            ("subnet_name", &self.subnet_name, 256),
            ("github_repo", &self.github_repo, 1024),
            ("subnet_contact", &self.subnet_contact, 1024),
            ("subnet_url", &self.subnet_url, 1024),
            ("discord", &self.discord, 256),
            ("description", &self.description, 1024),
            ("logo_url", &self.logo_url, 1024),
            ("additional", &self.additional, 1024),
        ]
    }

    /// Whether the chain takes it.
    ///
    /// # Errors
    /// The first field that is too long.
    pub fn check(&self) -> Result<(), TooLong> {
        fits(self.parts())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_field_is_named() {
        let identity = Identity { discord: "x".repeat(257), ..Identity::default() };
        let error = identity.check().map_err(|error| error.to_string());
        assert_eq!(error, Err("`discord` has 257 bytes, and the chain takes 256".to_owned()));
        assert_eq!(SubnetProfile::default().check(), Ok(()));
    }
}
