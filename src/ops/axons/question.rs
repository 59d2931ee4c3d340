//! What an axon is asked: a synapse's name and fields, as the official SDK sends them.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use base64::Engine;
use serde_json::{Map, Value, json};
use sha3::{Digest, Sha3_256};

use super::python;
use crate::keystore::AxonRequest;
use crate::model::{AccountId, Label, Signature};

/// The version that is told: the SDK's whose rules are kept here, 10.5.0. Axons of 7.2 and newer check how old a request is
/// if its sender says to be of that version or newer.
const SDK_VERSION: u32 = 10_005_000;

/// Fields that every synapse has, which the sender fills in.
const RESERVED: [&str; 7] =
    ["name", "timeout", "total_size", "header_size", "dendrite", "axon", "computed_body_hash"];

/// Why something cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuestionError {
    /// The name is no name of a Python class.
    #[error("`{0}` is not the name of a synapse: letters, digits and underscores, 64 at most")]
    Name(Label),
    /// A field's name is none.
    #[error("`{0}` is not the name of a field: letters, digits and underscores, 64 at most")]
    Field(Label),
    /// A field that every synapse has.
    #[error("the field `{0}` is filled in by tau")]
    Reserved(&'static str),
    /// A field is named that the body does not have.
    #[error("the body has no field `{0}`")]
    Missing(Label),
    /// A field's value cannot be hashed as Python would write it.
    #[error("the field `{0}` holds text in a list that Python may write in another way")]
    Unwritable(Label),
}

/// What an axon is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    synapse: String,
    fields: Map<String, Value>,
    required: Vec<String>,
    body_hash: [u8; 32],
    timeout: Duration,
}

impl Question {
    /// Ask `synapse` with these fields. `hashed` are those that its class counts in `required_hash_fields`, in that
    /// order; `required` those that its class has no default for: all of them if it is not said.
    ///
    /// # Errors
    /// A name is none, or a field is named that is not there.
    pub fn new(
        synapse: &str,
        fields: Map<String, Value>,
        hashed: &[String],
        required: Option<&[String]>,
        timeout: Duration,
    ) -> Result<Self, QuestionError> {
        if !is_name(synapse) {
            return Err(QuestionError::Name(Label::new(synapse)));
        }
        for name in fields.keys() {
            if let Some(reserved) = RESERVED.iter().find(|reserved| *reserved == name) {
                return Err(QuestionError::Reserved(reserved));
            }
            if !is_name(name) {
                return Err(QuestionError::Field(Label::new(name)));
            }
        }
        let named = |name: &String| {
            fields.get(name).ok_or_else(|| QuestionError::Missing(Label::new(name)))
        };
        let mut hashes = String::new();
        for name in hashed {
            let written = python::text(named(name)?)
                .ok_or_else(|| QuestionError::Unwritable(Label::new(name)))?;
            hashes.push_str(&hex::encode(Sha3_256::digest(written)));
        }
        let body_hash = Sha3_256::digest(hashes).into();
        let required = match required {
            Some(names) => {
                names.iter().try_for_each(|name| named(name).map(drop))?;
                names.to_vec()
            }
            None => fields.keys().cloned().collect(),
        };
        Ok(Self { synapse: synapse.to_owned(), fields, required, body_hash, timeout })
    }

    /// SHA3-256 over the hashes of the fields that are hashed.
    #[must_use]
    pub fn body_hash(&self) -> [u8; 32] {
        self.body_hash
    }

    /// How long the axon has.
    #[must_use]
    pub fn timeout(&self) -> Duration {
        self.timeout
    }

    /// The request as it is sent.
    pub(super) fn compose(
        &self,
        request: &AxonRequest,
        signature: &Signature,
        own: IpAddr,
        axon: SocketAddr,
    ) -> Vec<u8> {
        let timeout = self.timeout.as_secs_f64();
        let hash = hex::encode(request.body_hash);
        let signature = format!("0x{}", hex::encode(signature.bytes()));
        let session = request.session.to_string();
        let mut body = self.fields.clone();
        let dendrite = json!({
            "ip": own.to_string(), "version": SDK_VERSION, "nonce": request.nonce, "uuid": &session,
            "hotkey": request.from.to_string(), "signature": &signature,
        });
        let told = json!({
            "name": &self.synapse, "timeout": timeout, "total_size": 0, "header_size": 0,
            "dendrite": dendrite, "axon": terminal(axon, request.to), "computed_body_hash": &hash,
        });
        if let Value::Object(told) = told {
            body.extend(told);
        }
        let body = Value::Object(body).to_string();

        let mut headers = vec![
            ("name".to_owned(), self.synapse.clone()),
            // As Python writes a float.
            ("timeout".to_owned(), format!("{timeout:?}")),
            ("bt_header_axon_ip".to_owned(), axon.ip().to_string()),
            ("bt_header_axon_port".to_owned(), axon.port().to_string()),
            ("bt_header_axon_hotkey".to_owned(), request.to.to_string()),
            ("bt_header_dendrite_ip".to_owned(), own.to_string()),
            ("bt_header_dendrite_version".to_owned(), SDK_VERSION.to_string()),
            ("bt_header_dendrite_nonce".to_owned(), request.nonce.to_string()),
            ("bt_header_dendrite_uuid".to_owned(), session),
            ("bt_header_dendrite_hotkey".to_owned(), request.from.to_string()),
            ("bt_header_dendrite_signature".to_owned(), signature),
        ];
        for name in &self.required {
            // The axon makes a synapse of the headers alone before it reads the body: a value of the same type stands
            // in for each field that must be there.
            if let Some(stand_in) = self.fields.get(name).and_then(empty) {
                let coded = base64::engine::general_purpose::STANDARD.encode(stand_in);
                headers.push((format!("bt_header_input_obj_{name}"), coded));
            }
        }
        let size: usize = headers.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
        headers.extend([
            ("header_size".to_owned(), size.to_string()),
            ("total_size".to_owned(), (size + body.len()).to_string()),
            ("computed_body_hash".to_owned(), hash),
            ("Host".to_owned(), axon.to_string()),
            ("User-Agent".to_owned(), concat!("tau/", env!("CARGO_PKG_VERSION")).to_owned()),
            ("Accept".to_owned(), "*/*".to_owned()),
            ("Content-Type".to_owned(), "application/json".to_owned()),
            ("Content-Length".to_owned(), body.len().to_string()),
            ("Connection".to_owned(), "close".to_owned()),
        ]);
        let mut text = format!("POST /{} HTTP/1.1\r\n", self.synapse);
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str("\r\n");
        text.push_str(&body);
        text.into_bytes()
    }
}

fn terminal(axon: SocketAddr, hotkey: AccountId) -> Value {
    json!({ "ip": axon.ip().to_string(), "port": axon.port(), "hotkey": hotkey.to_string() })
}

fn is_name(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The empty value of the same type, as JSON.
fn empty(value: &Value) -> Option<&'static str> {
    match value {
        Value::Null => None,
        Value::Bool(_) => Some("false"),
        Value::Number(number) if number.is_f64() => Some("0.0"),
        Value::Number(_) => Some("0"),
        Value::String(_) => Some("\"\""),
        Value::Array(_) => Some("[]"),
        Value::Object(_) => Some("{}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keystore::SessionId;

    fn fields(text: &str) -> Map<String, Value> {
        serde_json::from_str(text).expect("an object")
    }

    fn ask(body: &str, hashed: &[&str]) -> Result<Question, QuestionError> {
        let hashed: Vec<String> = hashed.iter().map(ToString::to_string).collect();
        Question::new("Echo", fields(body), &hashed, None, Duration::from_secs(12))
    }

    #[test]
    fn bodies_are_hashed_as_the_sdk_does() {
        let hash = |body: &str, hashed: &[&str]| {
            hex::encode(ask(body, hashed).expect("a question").body_hash())
        };
        // SHA3-256 of nothing: no field is hashed.
        let nothing = "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a";
        assert_eq!(hash("{}", &[]), nothing);
        assert_eq!(hash(r#"{"text":"hello"}"#, &[]), nothing);
        // `get_hash(get_hash("hello") + get_hash(str([1, 2])))` of bittensor 10.5.0.
        let both = hash(r#"{"text":"hello","more":[1,2]}"#, &["text", "more"]);
        assert_eq!(both, "22de2657593485c3ffb720e0fa7698ad29c3847bd7e6ef9bc909c949bfe43b25");
    }

    #[test]
    fn what_cannot_be_asked_is_said() {
        let refused =
            |body: &str, hashed: &[&str]| ask(body, hashed).expect_err("refused").to_string();
        assert_eq!(refused("{}", &["text"]), "the body has no field `text`");
        assert_eq!(refused(r#"{"axon":1}"#, &[]), "the field `axon` is filled in by tau");
        assert!(refused(r#"{"a\r\nX-Evil":1}"#, &[]).starts_with("`a X-Evil` is not the name"));
        assert!(refused(r#"{"t":["\u200b"]}"#, &["t"]).starts_with("the field `t` holds text"));
        for name in ["", "a/b", "a b", "1a", "é", &"x".repeat(65)] {
            let asked = Question::new(name, Map::new(), &[], None, Duration::from_secs(1));
            assert!(matches!(asked, Err(QuestionError::Name(_))), "{name}");
        }
    }

    #[test]
    fn what_is_sent_has_every_header() {
        let question =
            ask(r#"{"text":"hello","none":null,"depth":2.5}"#, &["text"]).expect("a question");
        let request = AxonRequest {
            nonce: 7,
            from: AccountId([1; 32]),
            to: AccountId([2; 32]),
            session: SessionId([3; 16]),
            body_hash: question.body_hash(),
        };
        let axon: SocketAddr = "198.51.100.7:8091".parse().expect("a place");
        let signature = Signature::Sr25519([4; 64]);
        let own = "192.0.2.1".parse().expect("an address");
        let text =
            String::from_utf8(question.compose(&request, &signature, own, axon)).expect("text");
        let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
        assert!(head.starts_with("POST /Echo HTTP/1.1\r\n"), "{head}");
        for line in [
            "name: Echo",
            "timeout: 12.0",
            "bt_header_axon_ip: 198.51.100.7",
            "bt_header_axon_port: 8091",
            "bt_header_dendrite_nonce: 7",
            "bt_header_dendrite_uuid: 03030303-0303-0303-0303-030303030303",
            "bt_header_input_obj_text: IiI=",
            "bt_header_input_obj_depth: MC4w",
            "Host: 198.51.100.7:8091",
        ] {
            assert!(head.lines().any(|one| one == line), "{line} in {head}");
        }
        assert!(!head.contains("input_obj_none"), "{head}");
        let body: Value = serde_json::from_str(body).expect("JSON");
        assert_eq!((&body["text"], &body["none"]), (&json!("hello"), &Value::Null));
        assert_eq!(body["computed_body_hash"], hex::encode(question.body_hash()));
        assert_eq!(body["dendrite"]["signature"], format!("0x{}", "04".repeat(64)));
    }
}
