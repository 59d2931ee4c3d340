//! What a kind of proxy may do, as a runtime says it, held against a call.

use crate::model::{Decoded, DecodedArg, DecodedCall, Tao};

/// What a kind of proxy allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProxyRule {
    /// Everything.
    Everything,
    /// Nothing: the kind is out of use.
    Nothing,
    /// These calls, but for the exceptions.
    Only {
        /// Allowed.
        calls: Vec<CallRule>,
        /// Not allowed after all.
        except: Vec<CallRule>,
    },
    /// Everything but these.
    AllBut(Vec<CallRule>),
}

/// A call, or all calls of a pallet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRule {
    /// Pallet name.
    pub pallet: String,
    /// Call name; all of the pallet's without one.
    pub call: Option<String>,
    /// What must hold of its arguments.
    pub condition: Option<CallCondition>,
}

/// What must hold of a call's arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallCondition {
    /// The argument is below a number in the chain's unit.
    Below {
        /// Its name.
        arg: String,
        /// The first number that is too much.
        limit: u128,
    },
    /// The call inside is this one.
    Inside {
        /// Its pallet.
        pallet: String,
        /// Its name.
        call: String,
    },
}

impl CallRule {
    fn covers(&self, call: &DecodedCall) -> bool {
        self.pallet == call.pallet.as_str()
            && self.call.as_ref().is_none_or(|name| name == call.call.as_str())
            && self.condition.as_ref().is_none_or(|condition| condition.holds(call))
    }
}

impl CallCondition {
    fn holds(&self, call: &DecodedCall) -> bool {
        match self {
            Self::Below { arg, limit } => call
                .args
                .iter()
                .find(|given| given.name.as_str() == arg)
                .and_then(|given| number(&given.value))
                .is_some_and(|number| number < *limit),
            Self::Inside { pallet, call: name } => call.args.iter().any(|arg| match &arg.value {
                Decoded::Call(inner) => {
                    inner.pallet.as_str() == pallet && inner.call.as_str() == name
                }
                _ => false,
            }),
        }
    }
}

/// A number in the chain's unit.
fn number(value: &Decoded) -> Option<u128> {
    match value {
        Decoded::Small(number) => u128::try_from(*number).ok(),
        Decoded::Wide(digits) => digits.parse().ok(),
        // Nine places, whatever it counts.
        Decoded::Amount { value, .. } => value.parse::<Tao>().ok().map(|tao| tao.rao().into()),
        _ => None,
    }
}

/// Calls that make the calls inside them with the rights that they were made with.
const PASSING_ON: [&str; 5] = ["batch", "batch_all", "force_batch", "if_else", "as_derivative"];

impl ProxyRule {
    /// The first call that is not allowed, if there is one: `call` itself, or one inside it.
    #[must_use]
    pub fn forbids<'a>(&self, call: &'a DecodedCall) -> Option<&'a DecodedCall> {
        let covered = |rules: &[CallRule]| rules.iter().any(|rule| rule.covers(call));
        let allowed = match self {
            Self::Everything => true,
            Self::Nothing => false,
            Self::Only { calls, except } => covered(calls) && !covered(except),
            Self::AllBut(calls) => !covered(calls),
        };
        if !allowed {
            return Some(call);
        }
        let passes = call.pallet.as_str() == "Utility" && PASSING_ON.contains(&call.call.as_str());
        passes.then(|| inner(&call.args).find_map(|inner| self.forbids(inner))).flatten()
    }
}

/// The calls among these arguments.
fn inner(args: &[DecodedArg]) -> impl Iterator<Item = &DecodedCall> {
    fn within<'a>(value: &'a Decoded, found: &mut Vec<&'a DecodedCall>) {
        match value {
            Decoded::Call(call) => found.push(call),
            Decoded::List(items) => items.iter().for_each(|item| within(item, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    args.iter().for_each(|arg| within(&arg.value, &mut found));
    found.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(pallet: &str, name: &str, args: Vec<(&str, Decoded)>) -> DecodedCall {
        let arg = |(name, value): (&str, Decoded)| DecodedArg { name: name.into(), value };
        DecodedCall {
            pallet: pallet.into(),
            call: name.into(),
            args: args.into_iter().map(arg).collect(),
        }
    }

    fn rule(pallet: &str, name: Option<&str>, condition: Option<CallCondition>) -> CallRule {
        CallRule { pallet: pallet.to_owned(), call: name.map(str::to_owned), condition }
    }

    fn small() -> ProxyRule {
        let below = CallCondition::Below { arg: "value".to_owned(), limit: 500_000_000 };
        let calls = vec![rule("Balances", Some("transfer_keep_alive"), Some(below))];
        ProxyRule::Only { calls, except: Vec::new() }
    }

    fn transfer(value: &str) -> DecodedCall {
        let value = Decoded::Amount { value: value.to_owned(), unit: "TAO" };
        call("Balances", "transfer_keep_alive", vec![("value", value)])
    }

    #[test]
    fn a_limit_is_below_what_it_says() {
        assert_eq!(small().forbids(&transfer("0.499999999")), None);
        assert!(small().forbids(&transfer("0.5")).is_some());
        assert!(small().forbids(&call("Balances", "transfer_all", vec![])).is_some());
    }

    #[test]
    fn a_batch_is_looked_into() {
        let stake = call("SubtensorModule", "add_stake", vec![]);
        let inside = |calls: Vec<DecodedCall>| {
            let calls = calls.into_iter().map(|call| Decoded::Call(Box::new(call))).collect();
            call("Utility", "batch_all", vec![("calls", Decoded::List(calls))])
        };
        let money = ProxyRule::AllBut(vec![rule("Balances", None, None)]);
        assert_eq!(money.forbids(&inside(vec![stake.clone()])), None);
        let batch = inside(vec![stake.clone(), inside(vec![transfer("1")])]);
        let found = money.forbids(&batch).expect("a transfer is in it");
        assert_eq!(found.path(), "Balances.transfer_keep_alive");
        // A list of what is allowed has no batches in it.
        assert!(small().forbids(&inside(vec![transfer("0.1")])).is_some());
        assert_eq!(ProxyRule::Everything.forbids(&batch), None);
        assert!(ProxyRule::Nothing.forbids(&stake).is_some());
    }

    #[test]
    fn exceptions_are_not_allowed_after_all() {
        let owner = ProxyRule::Only {
            calls: vec![rule("AdminUtils", None, None)],
            except: vec![rule("AdminUtils", Some("sudo_set_sn_owner_hotkey"), None)],
        };
        assert_eq!(owner.forbids(&call("AdminUtils", "sudo_set_rho", vec![])), None);
        assert!(owner.forbids(&call("AdminUtils", "sudo_set_sn_owner_hotkey", vec![])).is_some());
    }
}
