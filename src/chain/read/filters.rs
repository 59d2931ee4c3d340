//! What kinds of proxies may do, as runtimes after spec 425 say it: a list of calls for each kind, or everything.
//!
//! Only what is understood to the last part is taken: a filter read by half would allow what the chain forbids.

use std::collections::BTreeMap;

use scale_value::{Composite, Primitive, Value, ValueDef, Variant};

use crate::model::{CallCondition, CallRule, ProxyKind, ProxyRule};

/// The rules in the answer of `get_proxy_filters`; `None` if any of it is not understood.
pub(super) fn rules_in(answer: &Value) -> Option<BTreeMap<ProxyKind, ProxyRule>> {
    list(answer)?
        .into_iter()
        .map(|filter| {
            let name = text(field(filter, &["name"])?)?;
            Some((ProxyKind::named(&name), rule(filter)?))
        })
        .collect()
}

fn rule(filter: &Value) -> Option<ProxyRule> {
    let mode = variant(field(filter, &["filter_mode", "mode"])?)?;
    // The calls stand in the case itself, or beside it as they did before.
    let calls = || match mode.values.values().next() {
        Some(inside) => calls(inside),
        None => calls(field(filter, &["calls"])?),
    };
    let except = || match field(filter, &["exceptions"]) {
        Some(except) => self::calls(except),
        None => Some(Vec::new()),
    };
    Some(match mode.name.as_str() {
        "AllowAll" => ProxyRule::Everything,
        "DenyAll" => ProxyRule::Nothing,
        "Allow" => ProxyRule::Only { calls: calls()?, except: except()? },
        "Deny" => ProxyRule::AllBut(calls()?),
        _ => return None,
    })
}

fn calls(value: &Value) -> Option<Vec<CallRule>> {
    list(value)?.into_iter().map(call).collect()
}

fn call(info: &Value) -> Option<CallRule> {
    let call = match field(info, &["call_name"]) {
        None => return None,
        Some(name) => optional(name).map(text),
    };
    let condition = match field(info, &["condition"]) {
        None => None,
        Some(value) => optional(value).map(condition),
    };
    Some(CallRule {
        pallet: text(field(info, &["pallet_name"])?)?,
        call: whole(call)?,
        condition: whole(condition)?,
    })
}

/// Nothing, or something that was understood.
fn whole<T>(value: Option<Option<T>>) -> Option<Option<T>> {
    match value {
        None => Some(None),
        Some(Some(value)) => Some(Some(value)),
        Some(None) => None,
    }
}

fn condition(value: &Value) -> Option<CallCondition> {
    let case = variant(value)?;
    let part = |name: &str| match &case.values {
        Composite::Named(fields) => {
            fields.iter().find(|(other, _)| other == name).map(|(_, value)| value)
        }
        Composite::Unnamed(_) => None,
    };
    Some(match case.name.as_str() {
        "ParamLessThan" => {
            CallCondition::Below { arg: text(part("param_name")?)?, limit: number(part("limit")?)? }
        }
        "NestedCallMustBe" => CallCondition::Inside {
            pallet: text(part("pallet_name")?)?,
            call: text(part("call_name")?)?,
        },
        _ => return None,
    })
}

fn field<'a>(value: &'a Value, names: &[&str]) -> Option<&'a Value> {
    match &value.value {
        ValueDef::Composite(Composite::Named(fields)) => {
            fields.iter().find(|(name, _)| names.contains(&name.as_str())).map(|(_, value)| value)
        }
        _ => None,
    }
}

fn variant(value: &Value) -> Option<&Variant<()>> {
    match &value.value {
        ValueDef::Variant(variant) => Some(variant),
        _ => None,
    }
}

/// What is in an option, or a value that is none.
fn optional(value: &Value) -> Option<&Value> {
    match &value.value {
        ValueDef::Variant(variant) if variant.name == "None" => None,
        ValueDef::Variant(variant) if variant.name == "Some" => variant.values.values().next(),
        _ => Some(value),
    }
}

/// The items of a list, also of one that a type of its own bounds.
fn list(value: &Value) -> Option<Vec<&Value>> {
    match &value.value {
        ValueDef::Composite(Composite::Unnamed(items)) => match items.as_slice() {
            [one] if matches!(one.value, ValueDef::Composite(Composite::Unnamed(_))) => list(one),
            items => Some(items.iter().collect()),
        },
        _ => None,
    }
}

fn number(value: &Value) -> Option<u128> {
    match &value.value {
        ValueDef::Primitive(Primitive::U128(number)) => Some(*number),
        _ => None,
    }
}

fn text(value: &Value) -> Option<String> {
    if let ValueDef::Primitive(Primitive::String(text)) = &value.value {
        return Some(text.clone());
    }
    let bytes: Option<Vec<u8>> =
        list(value)?.into_iter().map(|byte| u8::try_from(number(byte)?).ok()).collect();
    String::from_utf8(bytes?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Value {
        Value::unnamed_composite(text.bytes().map(|byte| Value::u128(byte.into())))
    }

    fn some(value: Value) -> Value {
        Value::unnamed_variant("Some", [value])
    }

    fn none() -> Value {
        Value::unnamed_variant("None", [])
    }

    fn info(call: Value, condition: Value) -> Value {
        Value::named_composite([
            ("pallet_name", words("Balances")),
            ("pallet_index", Value::u128(5)),
            ("call_name", call),
            ("condition", condition),
        ])
    }

    fn filter(name: &str, mode: Value) -> Value {
        Value::named_composite([
            ("proxy_type", Value::u128(1)),
            ("name", words(name)),
            ("filter_mode", mode),
        ])
    }

    fn allow(calls: Vec<Value>) -> Value {
        Value::unnamed_variant("Allow", [Value::unnamed_composite(calls)])
    }

    fn kind(name: &str) -> ProxyKind {
        ProxyKind::named(name)
    }

    #[test]
    fn lists_inside_their_mode_are_read() {
        let below = Value::named_variant(
            "ParamLessThan",
            [("param_name", words("value")), ("limit", Value::u128(500_000_000))],
        );
        let answer = Value::unnamed_composite([
            filter("Any", Value::unnamed_variant("AllowAll", [])),
            filter(
                "SmallTransfer",
                allow(vec![
                    info(words("transfer_keep_alive"), some(below)),
                    info(words("transfer_all"), none()),
                ]),
            ),
            filter("Gone", allow(vec![])),
        ]);
        let rules = rules_in(&answer).expect("it is understood");
        assert_eq!(rules[&kind("Any")], ProxyRule::Everything);
        let rule = |call: &str, condition| CallRule {
            pallet: "Balances".to_owned(),
            call: Some(call.to_owned()),
            condition,
        };
        let below = CallCondition::Below { arg: "value".to_owned(), limit: 500_000_000 };
        let calls = vec![rule("transfer_keep_alive", Some(below)), rule("transfer_all", None)];
        assert_eq!(rules[&kind("SmallTransfer")], ProxyRule::Only { calls, except: Vec::new() });
        let none = ProxyRule::Only { calls: Vec::new(), except: Vec::new() };
        assert_eq!(rules[&kind("Gone")], none);
    }

    #[test]
    fn lists_beside_their_mode_are_read_as_before() {
        let owner = Value::named_composite([
            ("name", words("Owner")),
            ("filter_mode", Value::unnamed_variant("Allow", [])),
            ("calls", Value::unnamed_composite([info(none(), none()), info(none(), none())])),
            ("exceptions", Value::unnamed_composite([info(some(words("transfer_all")), none())])),
        ]);
        let rules = rules_in(&Value::unnamed_composite([owner, filter("Any", none_mode())]));
        assert_eq!(rules, None, "a mode that is not known");
        let owner = Value::named_composite([
            ("name", words("Owner")),
            ("filter_mode", Value::unnamed_variant("Deny", [])),
            ("calls", Value::unnamed_composite([info(none(), none())])),
        ]);
        let any = filter("Any", Value::unnamed_variant("AllowAll", []));
        let rules = rules_in(&Value::unnamed_composite([owner, any])).expect("it is understood");
        let all = CallRule { pallet: "Balances".to_owned(), call: None, condition: None };
        assert_eq!(rules[&kind("Owner")], ProxyRule::AllBut(vec![all]));
    }

    fn none_mode() -> Value {
        Value::unnamed_variant("AllowSome", [])
    }

    #[test]
    fn what_is_understood_by_half_is_not_taken() {
        let odd = Value::unnamed_variant("OnSundays", []);
        for call in [
            info(some(words("transfer_all")), some(odd)),
            info(Value::u128(7), none()),
            Value::named_composite([("pallet_name", words("Balances"))]),
            words("transfer_all"),
        ] {
            let two = vec![call, info(words("transfer_all"), none())];
            let answer = Value::unnamed_composite([
                filter("Transfer", allow(two)),
                filter("Any", Value::unnamed_variant("AllowAll", [])),
            ]);
            assert_eq!(rules_in(&answer), None, "{answer}");
        }
        assert_eq!(rules_in(&Value::u128(1)), None);
    }
}
