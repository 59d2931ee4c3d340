//! Which commands a runtime refuses, and that it refuses no others.

use super::changed::{Patched, stake};
use super::*;

/// The commands that are refused, each with why.
fn refused(runtime: &Runtime) -> Vec<(&'static str, String)> {
    let verdicts = runtime.verdicts();
    assert_eq!(verdicts.len(), surface::COMMANDS.len());
    let refused = verdicts.into_iter().filter(|verdict| !verdict.refused.is_empty());
    refused.map(|verdict| (verdict.command, verdict.refused.join("; "))).collect()
}

fn names(runtime: &Runtime) -> Vec<&'static str> {
    refused(runtime).into_iter().map(|(command, _)| command).collect()
}

/// What a command works without.
fn notes(runtime: &Runtime, command: &str) -> Vec<String> {
    runtime.verdict(surface::needs_of(command).expect("it has needs")).notes
}

/// Every command that needs this row, whatever else it needs.
fn that_need(wanted: impl Fn(&Need) -> bool) -> Vec<&'static str> {
    fn holds(need: &Need, wanted: &impl Fn(&Need) -> bool) -> bool {
        wanted(need)
            || match need {
                Need::All(needs) => needs.iter().any(|need| holds(need, wanted)),
                _ => false,
            }
    }
    let rows = surface::COMMANDS.iter();
    rows.filter(|row| row.needs.iter().any(|need| holds(need, &wanted)))
        .map(|row| row.command)
        .collect()
}

fn that_sign() -> Vec<&'static str> {
    let rows = surface::COMMANDS.iter();
    rows.filter(|row| row.acts == surface::needs::Acts::Signs).map(|row| row.command).collect()
}

#[test]
fn each_command_is_listed_once() {
    let mut seen = std::collections::BTreeSet::new();
    for row in surface::COMMANDS {
        assert!(seen.insert(row.command), "`{}` is listed twice", row.command);
    }
}

#[test]
fn every_call_that_can_be_planned_belongs_to_a_command() {
    fn calls(need: &Need, found: &mut Vec<String>) {
        match need {
            Need::Call(row) => found.push(row.path()),
            Need::Perhaps(need) => calls(need, found),
            Need::All(needs) | Need::FirstOf(needs) => {
                needs.iter().for_each(|need| calls(need, found));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    for row in surface::COMMANDS {
        row.needs.iter().for_each(|need| calls(need, &mut found));
    }
    for row in surface::CALLS {
        assert!(found.contains(&row.path()), "no command needs {}", row.path());
    }
}

#[test]
fn the_runtimes_that_are_known_refuse_nothing() {
    let Some(runtime) = mainnet(424) else { return };
    assert_eq!(refused(&runtime), []);
    // Locks with their conviction, and epochs that are called for, came later.
    let Some(runtime) = mainnet(393) else { return };
    let all = surface::COMMANDS.iter().map(|row| row.command);
    let later: Vec<&str> = all
        .filter(|command| {
            command.starts_with("stake locks ")
                || ["subnet conviction", "subnet trigger-epoch"].contains(command)
        })
        .collect();
    assert_eq!(names(&runtime), later);
}

#[test]
fn other_numbers_names_and_wrappers_change_nothing() {
    let Some(mut patched) = Patched::mainnet() else { return };
    let plain = stake(&patched.runtime()).expect("a call");
    patched.name_numbers();
    patched.rename_types();
    assert_eq!(stake(&patched.runtime()).as_deref(), Ok(&*plain));
    patched.shuffle();
    let runtime = patched.runtime();
    assert_eq!(refused(&runtime), []);
    assert_eq!(runtime.gaps(), Vec::<String>::new());
    let moved = stake(&runtime).expect("a call");
    assert_ne!(moved[..4], plain[..4], "pallet and call have other numbers");
    assert_eq!(moved[4..], plain[4..], "its arguments are the same bytes");
}

#[test]
fn a_new_argument_refuses_the_one_command_that_fills_it() {
    let Some(mut patched) = Patched::mainnet() else { return };
    let (args, _) = patched.call("add_stake_limit");
    let mut extra = args[2].clone();
    extra.name = Some("deadline".to_owned());
    args.push(extra);
    let runtime = patched.runtime();
    let expected = that_need(|need| *need == Need::Call(&surface::ADD_STAKE_LIMIT));
    assert!(expected.contains(&"stake add"));
    assert_eq!(names(&runtime), expected);
    assert_eq!(
        runtime.permit("stake add").expect_err("it is refused").to_string(),
        "runtime 999 changed what `tau stake add` needs: \
         SubtensorModule.add_stake_limit: there is a new argument `deadline`"
    );
    runtime.permit("stake list").expect("it does not stake");
}

#[test]
fn a_new_optional_argument_is_noted() {
    let Some(mut patched) = Patched::mainnet() else { return };
    let option = patched.option_of_u64();
    let (args, _) = patched.call("add_stake_limit");
    let mut extra = args[2].clone();
    extra.name = Some("deadline".to_owned());
    extra.ty = option.into();
    args.push(extra);
    let runtime = patched.runtime();
    assert_eq!(refused(&runtime), []);
    assert_eq!(
        notes(&runtime, "stake add"),
        ["SubtensorModule.add_stake_limit: the new argument `deadline` is left empty"]
    );
    assert_eq!(runtime.left_empty("SubtensorModule", "add_stake_limit"), ["deadline"]);
}

#[test]
fn an_argument_of_another_type_refuses_with_both_types() {
    let Some(mut patched) = Patched::mainnet() else { return };
    let (args, _) = patched.call("remove_stake_limit");
    let flag = args.iter().find(|arg| arg.name.as_deref() == Some("allow_partial"));
    let flag = flag.expect("the flag").ty;
    let amount = args.iter_mut().find(|arg| arg.name.as_deref() == Some("amount_unstaked"));
    amount.expect("the amount").ty = flag;
    assert_eq!(
        patched.runtime().permit("stake remove").expect_err("it is refused").to_string(),
        "runtime 999 changed what `tau stake remove` needs: SubtensorModule.remove_stake_limit: \
         argument `amount_unstaked`: it is bool, not a u64"
    );
}

#[test]
fn an_api_that_is_gone_refuses_what_reads_it() {
    let Some(mut patched) = Patched::mainnet() else { return };
    patched.drop_api("SwapRuntimeApi", "sim_swap_alpha_for_tao");
    let runtime = patched.runtime();
    let expected = that_need(|need| *need == Need::Api(&surface::SIM_SELL));
    assert!(expected.contains(&"stake remove") && !expected.contains(&"stake list"));
    assert_eq!(names(&runtime), expected);
    assert_eq!(
        runtime.permit("stake remove").expect_err("it is refused").to_string(),
        "runtime 999 changed what `tau stake remove` needs: \
         SwapRuntimeApi.sim_swap_alpha_for_tao: the runtime API is missing"
    );
}

#[test]
fn the_next_alternative_is_taken_and_only_the_last_one_is_missed() {
    let Some(mut patched) = Patched::mainnet() else { return };
    patched.drop_api("SwapRuntimeApi", "current_alpha_price_all");
    assert_eq!(refused(&patched.runtime()), []);
    patched.drop_api("SwapRuntimeApi", "current_alpha_price");
    let runtime = patched.runtime();
    assert!(names(&runtime).contains(&"subnet list"), "{:?}", names(&runtime));
    assert!(!names(&runtime).contains(&"subnet metagraph"));
    assert_eq!(
        runtime.permit("subnet list").expect_err("it is refused").to_string(),
        "runtime 999 changed what `tau subnet list` needs: \
         SwapRuntimeApi.current_alpha_price_all, SwapRuntimeApi.current_alpha_price: missing"
    );
}

#[test]
fn an_extension_that_wants_a_value_refuses_to_sign_and_nothing_else() {
    let Some(mut patched) = Patched::mainnet() else { return };
    let nothing = patched.nothing();
    patched.extension("CheckNothing", nothing, nothing);
    assert_eq!(refused(&patched.runtime()), []);
    let (args, _) = patched.call("add_stake");
    let number = args[2].ty.id;
    patched.extension("CheckSomething", number, nothing);
    let runtime = patched.runtime();
    assert_eq!(names(&runtime), that_sign());
    assert_eq!(
        runtime.permit("transfer").expect_err("it is refused").to_string(),
        "runtime 999 changed what `tau transfer` needs: runtime 999 changed transaction extension \
         CheckSomething: it is new and wants u64"
    );
}
