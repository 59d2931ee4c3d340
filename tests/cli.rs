//! The built binary in a clean environment: what a person or a script sees of each command.
//!
//! One module per command; standard output, standard error and exit code stand in one inline
//! snapshot.

#[path = "cli/acting.rs"]
mod acting;
#[path = "cli/addr.rs"]
mod addr;
#[path = "cli/agent.rs"]
mod agent;
#[path = "cli/bad_input.rs"]
mod bad_input;
#[path = "cli/chain.rs"]
mod chain;
#[path = "cli/chain_info.rs"]
mod chain_info;
#[path = "cli/changes.rs"]
mod changes;
#[path = "cli/config.rs"]
mod config;
#[path = "cli/demo.rs"]
mod demo;
#[path = "cli/devnet.rs"]
mod devnet;
#[path = "cli/every_command.rs"]
mod every_command;
#[path = "cli/explain.rs"]
mod explain;
#[path = "cli/help.rs"]
mod help;
#[path = "cli/hot_role.rs"]
mod hot_role;
#[path = "cli/house.rs"]
mod house;
#[path = "cli/import_btcli.rs"]
mod import_btcli;
#[path = "cli/json_contract.rs"]
mod json_contract;
#[path = "cli/needs.rs"]
mod needs;
#[path = "cli/policy.rs"]
mod policy;
#[path = "cli/probe.rs"]
mod probe;
#[path = "cli/prompts.rs"]
mod prompts;
#[path = "cli/rebalance.rs"]
mod rebalance;
#[path = "cli/schema.rs"]
mod schema;
#[path = "cli/screen.rs"]
mod screen;
#[path = "cli/secrets.rs"]
mod secrets;
#[path = "cli/shield.rs"]
mod shield;
#[path = "cli/stake.rs"]
mod stake;
#[path = "cli/subnet.rs"]
mod subnet;
#[path = "cli/transfer.rs"]
mod transfer;
#[path = "cli/tx.rs"]
mod tx;
#[path = "cli/wallet_balance.rs"]
mod wallet_balance;
#[path = "cli/wallet_create.rs"]
mod wallet_create;
#[path = "cli/wallet_export.rs"]
mod wallet_export;
#[path = "cli/wallet_identify.rs"]
mod wallet_identify;
#[path = "cli/wallet_import.rs"]
mod wallet_import;
#[path = "cli/wallet_list.rs"]
mod wallet_list;
#[path = "cli/wallet_origin.rs"]
mod wallet_origin;
#[path = "cli/wallet_sign.rs"]
mod wallet_sign;
#[path = "cli/wallet_tree.rs"]
mod wallet_tree;
#[path = "cli/watch.rs"]
mod watch;
