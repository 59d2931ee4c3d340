//! Pictures of factory states, and of how they are coloured.

use std::time::Duration;

use insta::assert_snapshot;
use ratatui::style::{Color, Modifier};

use crate::error::Kind;
use crate::model::{Label, Stage};
use crate::tui::factory::*;
use crate::tui::key::Key;
use crate::tui::state::{DemoInfo, Failure};
use crate::tui::{Event, screen_text};

fn form() -> Desk {
    let mut desk = Desk::full();
    desk.key(Key::Down);
    desk.press("L3");
    desk.press("a10");
    desk
}

fn running() -> (Desk, crate::tui::Request) {
    let mut desk = form();
    desk.answer_plan(Ok(plan()));
    desk.key(Key::Enter);
    desk.key(Key::Enter);
    desk.happen(Event::SecretTyped(4));
    desk.happen(Event::SecretEntered);
    let request = desk.committed();
    (desk, request)
}

#[test]
fn subnets_at_80_by_24() {
    assert_snapshot!(Desk::full().draw(), @"
     τ tau   1 Subnets  2 Subn  3 Port  4 Vali  5 Wall  6 Tran  7 Chai          dev
    ╭ Subnets 6 ───────────────────────────────────────────────────────────────────╮
    │   #  Name          Sym     Price τ    Change  Trend          Cap τ▼   Pool τ │
    │   0  root          τ      1.000000     0.00%  ▄▄▄▄▄▄▄▄▄▄▄     1.00M    1.00M │
    │   5  —             ε      0.025090    -0.57%  █▁▂▃▄▅▆█▁▂▃     39.6k    13.9k │
    │   4  a name that…  δ      0.025091    -0.60%  █▁▂▃▄▅▆█▁▂▃     38.7k    13.1k │
    │   3  トークン      ト     0.025093    -0.64%  █▁▂▃▄▅▆█▁▂▃     37.8k    12.3k │
    │   2  omron         β      0.025095    -0.68%  █▁▂▃▄▅▆█▁▂▃     36.9k    11.5k │
    │   1  apex          α      0.025097    -0.73%  █▁▂▃▄▅▆█▁▂▃     36.0k    10.8k │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    ╰──────────────────────────────────────────────────────────────────────────────╯
     Enter open  a stake  u unstake  / filter  s sort    : command  ? help  q quit
     ● live   block 100   3 ms   runtime 425
    ");
}

#[test]
fn further_columns_come_on_the_next_page() {
    let mut desk = Desk::full();
    desk.draw();
    desk.key(Key::Right);
    assert_snapshot!(desk.draw().lines().take(5).collect::<Vec<_>>().join("\n"), @"
     τ tau   1 Subnets  2 Subn  3 Port  4 Vali  5 Wall  6 Tran  7 Chai          dev
    ╭ Subnets 6 ──────────────────────────────────────────────────── columns 2/5 → ╮
    │   #  Name             Price τ   Pool α   Emission    Dereg    Vol τ   Burn τ │
    │   0  root            1.000000        0      0.00%        —        0   0.5000 │
    │   5  —               0.025090     555k     33.33%   immune    6.17M   0.5000 │
    ");
}

#[test]
fn subnets_at_120_by_40() {
    let mut desk = Desk::full();
    desk.size = (120, 40);
    assert_snapshot!(desk.draw(), @"
     τ tau   1 Subnets  2 Subnet  3 Portfolio  4 Validators  5 Wallets  6 Transactions  7 Chain                         dev
    ╭ Subnets 6 ───────────────────────────────────────────────────────────────────────────────────────────────────────────╮
    │   #  Name            Sym     Price τ    Change  Trend          Cap τ▼   Pool τ   Emission    Dereg    Vol τ   Burn τ │
    │   0  root            τ      1.000000     0.00%  ▄▄▄▄▄▄▄▄▄▄▄     1.00M    1.00M      0.00%        —        0   0.5000 │
    │   5  —               ε      0.025090    -0.57%  █▁▂▃▄▅▆█▁▂▃     39.6k    13.9k     33.33%   immune    6.17M   0.5000 │
    │   4  a name that i…  δ      0.025091    -0.60%  █▁▂▃▄▅▆█▁▂▃     38.7k    13.1k     26.66%        4    4.93M   0.5000 │
    │   3  トークン        ト     0.025093    -0.64%  █▁▂▃▄▅▆█▁▂▃     37.8k    12.3k     20.00%        3    3.70M   0.5000 │
    │   2  omron           β      0.025095    -0.68%  █▁▂▃▄▅▆█▁▂▃     36.9k    11.5k     13.33%        2    2.46M   0.5000 │
    │   1  apex            α      0.025097    -0.73%  █▁▂▃▄▅▆█▁▂▃     36.0k    10.8k      6.66%        1    1.23M   0.5000 │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    ╰──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────╯
     Enter open  a stake  u unstake  / filter  s sort  → columns                                 : command  ? help  q quit
     ● live   block 100   3 ms   runtime 425
    ");
}

#[test]
fn a_filter_narrows_while_it_is_typed() {
    let mut desk = Desk::full();
    desk.press("/om");
    assert_snapshot!(desk.draw(), @"
     τ tau   1 Subnets  2 Subn  3 Port  4 Vali  5 Wall  6 Tran  7 Chai          dev
    ╭ Subnets 1 of 6 with ‘om’ ────────────────────────────────────────────────────╮
    │   #  Name          Sym     Price τ    Change  Trend          Cap τ▼   Pool τ │
    │   2  omron         β      0.025095    -0.68%  █▁▂▃▄▅▆█▁▂▃     36.9k    11.5k │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    ╰──────────────────────────────────────────────────────────────────────────────╯
     / om                                             1 row   Enter keep  Esc clear
     ● live   block 100   3 ms   runtime 425
    ");
}

#[test]
fn a_subnet_at_80_by_24() {
    let mut desk = Desk::full();
    desk.press(":1");
    desk.key(Key::Enter);
    desk.answer_metagraph(metagraph(1, 12, 100));
    assert_snapshot!(desk.draw(), @"
     τ tau   1 Subn  2 › 1 apex  3 Port  4 Vali  5 Wall  6 Tran  7 Chai         dev
      Overview   Hyperparameters   Registration   Activity   Simulator
    ╭ Price τ ─────────────────── all -0.73% ╮╭ Pool ──────────────────────────────╮
    │ 0.025283 ⠉⠉⠉⡇                ⡏⠉⠉⡇      ││ price    0.025097  avg 0.0240      │
    │             ⡇             ⢰⠒⠒⠃  ⡇      ││ depth    10.8k τ + 431k α          │
    │             ⡇          ⢰⠒⠒⠚     ⡇      ││ weights  50.0% τ ███▌    50.0% α   │
    │ 0.025143    ⡇       ⢠⠤⠤⠼        ⡇      ││ cap      36.0k τ  out 1.00M α      │
    │             ⡇     ⣀⣀⣸           ⡇    ⢀ ││ burn     0.500000001 τ             │
    │             ⡇  ⣀⣀⣀⡇             ⡇  ⣀⣀⣸ ││ trade     1τ    10τ   100τ    1kτ  │
    │ 0.025004    ⣇⣀⣀⡇                ⣇⣀⣀⡇   ││ buy    0.05%  0.14%  0.96%  8.50%  │
    │          90        10 blocks       100 ││ sell   0.05%  0.14%  0.96%  8.50%  │
    ╰────────────────────────────────────────╯╰────────────────────────────────────╯
    ╭ Metagraph 12 ────────────────────────────────────────────────────────────────╮
    │  UID  Role   Name          Hotkey        Weight▼   Incent    Divid    Emit α │
    │    0  V      Opentensor    5C4hsG…Jv2N      120k   0.0000   0.2441     0.000 │
    │    1  V      東京検証      5C4iAW…pvwP     60.0k   0.0000   0.2426     0.123 │
    │    2  V      Rizzo         5C4iTj…LxQs     40.0k   0.0000   0.2410     0.246 │
    │    3  V      —             5C4ikx…ry7Z     30.0k   0.0000   0.2395     0.370 │
    │    4  M      —             5C4j4C…Nimq     24.0k   0.2000   0.0000     0.493 │
    │    5  M+     —             5C4jMR…tfUb     20.0k   0.1666   0.0000     0.617 │
    │    6  M      —             5C4jee…QaGF     17.1k   0.1428   0.0000     0.740 │
    ╰──────────────────────────────────────────────────────────────────────────────╯
     ] tab  Enter open  a stake  u unstake  Tab panel    : command  ? help  q quit
     ● live   block 100   3 ms   runtime 425
    ");
}

#[test]
fn a_subnet_at_120_by_40() {
    let mut desk = Desk::full();
    desk.size = (120, 40);
    desk.press(":1");
    desk.key(Key::Enter);
    desk.answer_metagraph(metagraph(1, 12, 100));
    assert_snapshot!(desk.draw(), @"
     τ tau   1 Subnets  2 Subnet › 1 apex  3 Portfolio  4 Validators  5 Wallets  6 Transactions  7 Chain                dev
      Overview   Hyperparameters   Registration   Activity   Simulator
    ╭ Price τ ───────────────────────────────────────────────── all -0.73% ╮╭ Pool ────────────────────────────────────────╮
    │ 0.025283 ⠉⠉⠉⠉⠉⠉⡇                                  ⡏⠉⠉⠉⠉⠉⡇            ││ price    0.025097  avg 0.0240                │
    │                ⡇                                  ⡇     ⡇            ││ depth    10.8k τ + 431k α                    │
    │                ⡇                            ⢰⠒⠒⠒⠒⠒⠃     ⡇            ││ weights  50.0% τ ████████         50.0% α    │
    │                ⡇                            ⢸           ⡇            ││ cap      36.0k τ  out 1.00M α                │
    │                ⡇                      ⢰⠒⠒⠒⠒⠒⠚           ⡇            ││ burn     0.500000001 τ                       │
    │                ⡇                      ⢸                 ⡇            ││ epoch    in 260 of 360 blocks                │
    │ 0.025143       ⡇                ⢠⠤⠤⠤⠤⠤⠼                 ⡇            ││ volume   1.23M τ                             │
    │                ⡇                ⢸                       ⡇            ││ injected 0.0040 τ + 1.00 α per block         │
    │                ⡇           ⣀⣀⣀⣀⣀⣸                       ⡇          ⢀ ││ fee      0.0503%                             │
    │                ⡇           ⡇                            ⡇          ⢸ ││ owner    5CyMhe…XkCr                         │
    │                ⡇     ⣀⣀⣀⣀⣀⣀⡇                            ⡇     ⣀⣀⣀⣀⣀⣸ ││                                              │
    │                ⡇     ⡇                                  ⡇     ⡇      ││ trade     1τ    10τ   100τ    1kτ            │
    │ 0.025004       ⣇⣀⣀⣀⣀⣀⡇                                  ⣇⣀⣀⣀⣀⣀⡇      ││ buy    0.05%  0.14%  0.96%  8.50%            │
    │          90                  10 blocks, about 2m                 100 ││ sell   0.05%  0.14%  0.96%  8.50%            │
    ╰──────────────────────────────────────────────────────────────────────╯╰──────────────────────────────────────────────╯
    ╭ Metagraph 12 ────────────────────────────────────────────────────────────────────────────────────────────────────────╮
    │  UID  Role   Name        Hotkey        Weight▼   Incent    Divid   Consen    Emit α   Updated  Axon                  │
    │    0  V      Opentensor  5C4hsG…Jv2N      120k   0.0000   0.2441   0.4577     0.000         0  —                     │
    │    1  V      東京検証    5C4iAW…pvwP     60.0k   0.0000   0.2426   0.4577     0.123        60  —                     │
    │    2  V      Rizzo       5C4iTj…LxQs     40.0k   0.0000   0.2410   0.4577     0.246         —  —                     │
    │    3  V      —           5C4ikx…ry7Z     30.0k   0.0000   0.2395   0.4577     0.370         —  —                     │
    │    4  M      —           5C4j4C…Nimq     24.0k   0.2000   0.0000   0.4577     0.493         —  10.0.0.4:8091         │
    │    5  M+     —           5C4jMR…tfUb     20.0k   0.1666   0.0000   0.4577     0.617         —  10.0.0.5:8091         │
    │    6  M      —           5C4jee…QaGF     17.1k   0.1428   0.0000   0.4577     0.740         —  10.0.0.6:8091         │
    │    7  M      —           5C4jwt…vcSH     15.0k   0.1249   0.0000   0.4577     0.864         —  10.0.0.7:8091         │
    │    8  M      —           5C4kF7…SeDa     13.3k   0.1111   0.0000   0.4577     0.987         —  10.0.0.8:8091         │
    │    9  M      —           5C4kYL…xagQ     12.0k   0.0999   0.0000   0.4577     1.111         —  10.0.0.9:8091         │
    │   10  M      —           5C4kqa…Udtb     10.9k   0.0908   0.0000   0.4577     1.234         —  10.0.0.10:8091        │
    │   11  M      —           5C4m8o…zNGs     10.0k   0.0833   0.0000   0.4577     1.358         —  10.0.0.11:8091        │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    │                                                                                                                      │
    ╰──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────╯
     ] tab  Enter open  a stake  u unstake  Tab panel  z zoom  y copy  / filter  s sort          : command  ? help  q quit
     ● live   block 100   3 ms   runtime 425
    ");
}

#[test]
fn root_has_no_pool() {
    let mut desk = Desk::full();
    desk.press("g");
    desk.key(Key::Enter);
    desk.answer_metagraph(metagraph(0, 0, 100));
    assert_snapshot!(desk.draw(), @"
     τ tau   1 Subn  2 › 0 root  3 Port  4 Vali  5 Wall  6 Tran  7 Chai         dev
      Overview   Hyperparameters   Registration   Activity   Simulator
    ╭ Price τ ──────────────────── all 0.00% ╮╭ Pool ──────────────────────────────╮
    │                                        ││ price    1.000000  avg 0.0240      │
    │                                        ││ depth    1.00M τ + 0 α             │
    │                                        ││ cap      1.00M τ  out 1.00M α      │
    │ 1.000000 ⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤ ││ burn     0.5 τ                     │
    │                                        ││ epoch    in 260 of 360 blocks      │
    │                                        ││ volume   0 τ                       │
    │                                        ││ injected 0 τ + 1.00 α per block    │
    │          90        10 blocks       100 ││ no pool: one alpha is one TAO      │
    ╰────────────────────────────────────────╯╰────────────────────────────────────╯
    ╭ Metagraph 0 ─────────────────────────────────────────────────────────────────╮
    │  UID  Role   Name          Hotkey        Weight▼   Incent    Divid    Emit α │
    │                                                                              │
    │                                                                              │
    │                        nobody is registered here yet                         │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    ╰──────────────────────────────────────────────────────────────────────────────╯
     ] tab  Enter open  a stake  u unstake  Tab panel    : command  ? help  q quit
     ● live   block 100   3 ms   runtime 425
    ");
}

#[test]
fn a_panel_can_have_the_whole_screen() {
    let mut desk = Desk::full();
    desk.press(":1");
    desk.key(Key::Enter);
    desk.key(Key::Tab);
    desk.press("z");
    assert_snapshot!(desk.draw(), @"
     τ tau   1 Subn  2 › 1 apex  3 Port  4 Vali  5 Wall  6 Tran  7 Chai         dev
      Overview   Hyperparameters   Registration   Activity   Simulator
    ╭ Price τ ───────────────────────────────────────────────────────── all -0.73% ╮
    │ 0.025283 ⠉⠉⠉⠉⠉⠉⠉⡇                                       ⡏⠉⠉⠉⠉⠉⢹              │
    │                 ⡇                                       ⡇     ⢸              │
    │                 ⡇                                       ⡇     ⢸              │
    │                 ⡇                                ⡏⠉⠉⠉⠉⠉⠉⠁     ⢸              │
    │                 ⡇                                ⡇            ⢸              │
    │                 ⡇                         ⢀⣀⣀⣀⣀⣀⣀⡇            ⢸              │
    │                 ⡇                         ⢸                   ⢸              │
    │                 ⡇                         ⢸                   ⢸              │
    │ 0.025143        ⡇                   ⡤⠤⠤⠤⠤⠤⠼                   ⢸              │
    │                 ⡇                   ⡇                         ⢸              │
    │                 ⡇                   ⡇                         ⢸              │
    │                 ⡇            ⡖⠒⠒⠒⠒⠒⠒⠃                         ⢸            ⢰ │
    │                 ⡇            ⡇                                ⢸            ⢸ │
    │                 ⡇            ⡇                                ⢸            ⢸ │
    │                 ⡇     ⢸⠉⠉⠉⠉⠉⠉⠁                                ⢸      ⡏⠉⠉⠉⠉⠉⠉ │
    │                 ⡇     ⢸                                       ⢸      ⡇       │
    │ 0.025004        ⣇⣀⣀⣀⣀⣀⣸                                       ⢸⣀⣀⣀⣀⣀⣀⡇       │
    │          90                      10 blocks, about 2m                     100 │
    ╰──────────────────────────────────────────────────────────────────────────────╯
     ← earlier  → later  v span  x candles  ] tab        : command  ? help  q quit
     ● live   block 100   3 ms   runtime 425
    ");
}

#[test]
fn the_portfolio_at_80_by_24() {
    let mut desk = Desk::full();
    desk.press("3");
    assert_snapshot!(desk.draw(), @"
     τ tau   1 Subn  2 Subn  3 Portfolio  4 Vali  5 Wall  6 Tran  7 Chai        dev
    ╭ Portfolio 10,630.2440 τ ─────────────────────────────────────────────────────╮
    │ Wallet              Free τ      Staked τ     If sold τ   Impact  Share       │
    │ alice           1,234.0000      321.2440      312.8997   -2.59%   14% ▉      │
    │ bob                50.0000       25.0000       25.0000    0.00%    0% ▏      │
    │ ◌ cold-stor…    9,000.0000        0.0000        0.0000        —   84% █████  │
    │ all            10,284.0000      346.2440      337.8997   -2.40%              │
    ╰──────────────────────────────────────────────────────────────────────────────╯
    ╭ Positions 3 ─────────────────────────────────────────────────────────────────╮
    │ Wallet      #  Subnet            Stake α      Value τ▼     If sold τ   Share │
    │ alice       1  apex          12,000.0000      301.1693      292.8677   86.9% │
    │ bob         0  root              25.0000       25.0000       25.0000    7.2% │
    │ alice       3  トークン         800.0000       20.0746       20.0320    5.7% │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    ╰──────────────────────────────────────────────────────────────────────────────╯
    ╭ Worth knowing ───────────────────────────────────────────────────────────────╮
    │ alice: stake on 3 goes through hotkeys without a place there, and earns      │
    │ nothing                                                                      │
    ╰──────────────────────────────────────────────────────────────────────────────╯
     Enter open  a stake  u unstake  y copy  t send      : command  ? help  q quit
     ● live   block 100   3 ms   runtime 425
    ");
}

#[test]
fn the_portfolio_at_120_by_40() {
    let mut desk = Desk::full();
    desk.size = (120, 40);
    desk.press("3");
    assert_snapshot!(desk.draw().lines().take(14).collect::<Vec<_>>().join("\n"), @"
     τ tau   1 Subnets  2 Subnet  3 Portfolio  4 Validators  5 Wallets  6 Transactions  7 Chain                         dev
    ╭ Portfolio 10,630.2440 τ ─────────────────────────────────────────────────────────────────────────────────────────────╮
    │ Wallet        Address            Free τ      Staked τ     If sold τ   Impact  Share                                  │
    │ alice         5C62Ck…HiFT    1,234.0000      321.2440      312.8997   -2.59%   14% ████▍                             │
    │ bob           5C7LYp…kqWt       50.0000       25.0000       25.0000    0.00%    0% ▏                                 │
    │ ◌ cold-stor…  5C8ett…EH14    9,000.0000        0.0000        0.0000        —   84% █████████████████████████▍        │
    │ all                         10,284.0000      346.2440      337.8997   -2.40%                                         │
    ╰──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────╯
    ╭ Positions 3 ─────────────────────────────────────────────────────────────────────────────────────────────────────────╮
    │ Wallet        #  Subnet      Hotkey             Stake α      Value τ▼     If sold τ   Impact     Yield   Share  Reg  │
    │ alice         1  apex        5EMepC…4tPw    12,000.0000      301.1693      292.8677   -2.75%         —   86.9%  yes  │
    │ bob           0  root        5ENyAG…Xtt2        25.0000       25.0000       25.0000    0.00%         —    7.2%  —    │
    │ alice         3  トークン    5EMepC…4tPw       800.0000       20.0746       20.0320   -0.21%         —    5.7%  no   │
    │                                                                                                                      │
    ");
}

#[test]
fn without_wallets_it_says_what_to_do() {
    let mut desk = Desk::full();
    desk.answer_wallets(Vec::new());
    desk.press("3");
    assert_snapshot!(desk.draw(), @"
     τ tau   1 Subn  2 Subn  3 Portfolio  4 Vali  5 Wall  6 Tran  7 Chai        dev
    ╭ Portfolio ───────────────────────────────────────────────────────────────────╮
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │  There is no wallet yet. `tau wallet create` makes one, `tau wallet import`  │
    │     takes one over, and wallets of btcli are found where it keeps them.      │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    ╰──────────────────────────────────────────────────────────────────────────────╯
     Enter open  a stake  u unstake  y copy  t send      : command  ? help  q quit
     ● live   block 100   3 ms   runtime 425
    ");
}

#[test]
fn the_form_while_it_is_filled_in() {
    let mut desk = Desk::full();
    desk.press(":stake 1");
    desk.key(Key::Enter);
    assert_snapshot!(desk.draw(), @"
     τ tau   1 Subnets  2 Subn  3 Port  4 Vali  5 Wall  6 Tran  7 Chai          dev
    ╭ Stake on 1 apex ─────────────────────────────────────────────────────────────╮
    │                                                                              │
    │   wallet     ‹ alice                      ›  5C62Ck…HiFT                     │
    │   hotkey     ‹ Opentensor                 ›  5EMepC…4tPw                     │
    │ ▸ amount                                     τ  of 1,234 free                │
    │   tolerance   0.5                            % the price may move away       │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                           type an amount, or `all`                           │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    ╰──────────────────────────────────────────────────────────────────────────────╯
     Enter go on  Tab next field  → choose  ^A all of it  Esc back
     ● live   block 100   3 ms   runtime 425
    ");
}

#[test]
fn the_form_with_its_preview() {
    let mut desk = form();
    desk.answer_plan(Ok(plan()));
    assert_snapshot!(desk.draw(), @"
     τ tau   1 Subn  2 Subn  3 Portfolio  4 Vali  5 Wall  6 Tran  7 Chai        dev
    ╭ Stake on 1 apex ─────────────────────────────────────────────────────────────╮
    │                                                                              │
    │   wallet     ‹ alice                      ›  5C62Ck…HiFT                     │
    │   hotkey     ‹ Opentensor                 ›  5EMepC…4tPw                     │
    │ ▸ amount      10                             τ  of 1,234 free                │
    │   tolerance   0.5                            % the price may move away       │
    │                                                                              │
    │ What would happen  at block 100                                              │
    │ you pay      10 τ                                                            │
    │ you receive  397.878610226 α                                                 │
    │ pool fee     0.005035477 τ                                                   │
    │ price        0.025097447 → 0.025143447 τ                                     │
    │ price limit  0.025222934 τ                                                   │
    │ impact       0.1431%                                                         │
    │ position     12,000 → 12,397.878610226 α                                     │
    │ chain fee    0.001385912 τ                                                   │
    │ free         1,234 → 1,223.998614088 τ                                       │
    │ ! the hotkey is not registered on subnet 1: the stake earns nothing there    │
    │                                                                              │
    │                                                                              │
    ╰──────────────────────────────────────────────────────────────────────────────╯
     Enter go on  Tab next field  → choose  ^A all of it  Esc back
     ● live   block 100   3 ms   runtime 425
    ");
}

#[test]
fn the_form_when_the_chain_would_refuse() {
    let mut desk = form();
    desk.answer_plan(Err(Failure {
        message: "10 TAO would move the price from 0.025 past your limit of 0.0251 TAO; at most 3 \
                  TAO fits"
            .to_owned(),
        hints: vec!["a larger tolerance lets more through, at a worse price".to_owned()],
        kind: Kind::Rejected,
    }));
    assert_snapshot!(desk.draw(), @"
     τ tau   1 Subn  2 Subn  3 Portfolio  4 Vali  5 Wall  6 Tran  7 Chai        dev
    ╭ Stake on 1 apex ─────────────────────────────────────────────────────────────╮
    │                                                                              │
    │   wallet     ‹ alice                      ›  5C62Ck…HiFT                     │
    │   hotkey     ‹ Opentensor                 ›  5EMepC…4tPw                     │
    │ ▸ amount      10                             τ  of 1,234 free                │
    │   tolerance   0.5                            % the price may move away       │
    │                                                                              │
    │ The chain would refuse this                                                  │
    │                                                                              │
    │ 10 TAO would move the price from 0.025 past your limit of 0.0251 TAO; at     │
    │ most 3 TAO fits                                                              │
    │ a larger tolerance lets more through, at a worse price                       │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    ╰──────────────────────────────────────────────────────────────────────────────╯
     Enter go on  Tab next field  → choose  ^A all of it  Esc back
     ● live   block 100   3 ms   runtime 425
    ");
}

#[test]
fn the_review_and_the_passphrase() {
    let mut desk = form();
    desk.state.demo = Some(DemoInfo { passphrase: "demo".to_owned() });
    desk.answer_plan(Ok(plan()));
    desk.key(Key::Enter);
    assert_snapshot!(desk.draw(), @"
     τ tau   1 Subn  2 Subn  3 Portfolio  4 Vali  5 Wall  6 Tran  7 Chai  DEMO  dev
    ╭ Stake on 1 apex · review ────────────────────────────────────────────────────╮
    │ network      dev (runtime 425)                                               │
    │ call         SubtensorModule.add_stake_limit                                 │
    │ signer       5C62Ck4UrFPiBtoCmeSrgF7x9yv9mn38446dhCpsi2mLHiFT  alice         │
    │ hotkey       5EMepC39b7E2zfM9g6CkPp8KCAxGTh7D4w4T2tFjmjpd4tPw  Opentensor    │
    │ you pay      10 τ                                                            │
    │ you receive  397.878610226 α                                                 │
    │ pool fee     0.005035477 τ                                                   │
    │ price        0.025097447 → 0.025143447 τ                                     │
    │ price limit  0.025222934 τ                                                   │
    │ impact       0.1431%                                                         │
    │ position     12,000 → 12,397.878610226 α                                     │
    │ chain fee    0.001385912 τ                                                   │
    │ free         1,234 → 1,223.998614088 τ                                       │
    │ valid        until block 163 (nonce 3, prices of block 100)                  │
    │ ! the hotkey is not registered on subnet 1: the stake earns nothing there    │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │ Enter unlock and sign   p sign on another machine   Esc change it            │
    ╰──────────────────────────────────────────────────────────────────────────────╯
     Enter go on  y copy  Esc back
     ● live   block 100   3 ms   runtime 425
    ");
    desk.key(Key::Enter);
    desk.happen(Event::SecretTyped(7));
    assert_snapshot!(desk.draw(), @"
     τ tau   1 Subn  2 Subn  3 Portfolio  4 Vali  5 Wall  6 Tran  7 Chai  DEMO  dev
    ╭ Stake on 1 apex · unlock ────────────────────────────────────────────────────╮
    │ network      dev (runtime 425)                                               │
    │ call         SubtensorModule.add_stake_limit                                 │
    │ signer       5C62Ck4UrFPiBtoCmeSrgF7x9yv9mn38446dhCpsi2mLHiFT  alice         │
    │ hotkey       5EMepC39b7E2zfM9g6CkPp8KCAxGTh7D4w4T2tFjmjpd4tPw  Opentensor    │
    │ you pay      10 τ                                                            │
    │ you receive  397.878610226 α                                                 │
    │ pool fee     0.005035477 τ                                                   │
    │ price        0.025097447 → 0.025143447 τ                                     │
    │ price limit  0.025222934 τ                                                   │
    │ impact       0.1431%                                                         │
    │ position     12,000 → 12,397.878610226 α                                     │
    │ chain fee    0.001385912 τ                                                   │
    │ free         1,234 → 1,223.998614088 τ                                       │
    │ valid        until block 163 (nonce 3, prices of block 100)                  │
    │ ! the hotkey is not registered on subnet 1: the stake earns nothing there    │
    │                                                                              │
    │ on the demo chain it is: demo                                                │
    │ passphrase of alice: •••••••                                                 │
    │                                                                              │
    ╰──────────────────────────────────────────────────────────────────────────────╯
     Enter sign   Esc back
     ● live   block 100   3 ms   runtime 425
    ");
}

#[test]
fn the_review_says_whether_it_travels_encrypted() {
    use crate::model::{Plan, Shield, Unshielded};
    let with = |shield: Shield| {
        let mut desk = form();
        desk.answer_plan(Ok(Plan { nonce: 4, shield: Some(shield), ..plan() }));
        desk.key(Key::Enter);
        desk.draw().lines().skip(12).take(9).collect::<Vec<_>>().join("\n")
    };
    let carrier_fee = crate::model::Tao::from_rao(375_733);
    assert_snapshot!(with(Shield::On { carrier_nonce: 3, carrier_fee }), @"
    │ position     12,000 → 12,397.878610226 α                                     │
    │ MEV shield   on: inside a carrier (nonce 3) for 0.000375733 τ more           │
    │ chain fee    0.001385912 τ                                                   │
    │ free         1,234 → 1,223.998614088 τ                                       │
    │ valid        8 blocks after it is signed (nonce 4, prices of block 100)      │
    │ ! the hotkey is not registered on subnet 1: the stake earns nothing there    │
    │                                                                              │
    │                                                                              │
    │ Enter unlock and sign   p sign on another machine   Esc change it            │
    ");
    assert_snapshot!(with(Shield::Off { why: Unshielded::NoKey }), @"
    │ position     12,000 → 12,397.878610226 α                                     │
    │ MEV shield   off: the chain announces no key for its next blocks             │
    │ chain fee    0.001385912 τ                                                   │
    │ free         1,234 → 1,223.998614088 τ                                       │
    │ valid        until block 163 (nonce 4, prices of block 100)                  │
    │ ! the hotkey is not registered on subnet 1: the stake earns nothing there    │
    │                                                                              │
    │                                                                              │
    │ Enter unlock and sign without the shield   p sign elsewhere   Esc change it  │
    ");
}

#[test]
fn a_neuron_says_how_reliably_its_axon_was_reached() {
    use crate::ops::history::{Percentiles, Reliability, Visit};
    use crate::tui::Effect;
    use crate::tui::ask::{Answer, Ask};
    let mut desk = Desk::full();
    desk.press(":1");
    desk.key(Key::Enter);
    let graph = metagraph(1, 12, 100);
    let known = |uid: usize, runs: &[(usize, usize)]| {
        let neuron = &graph.neurons[uid];
        // 2026-11-21 18:00:00 UTC, and a quarter of an hour between two.
        let time = |run: usize| 1_795_284_000_000 + 900_000 * run as u64;
        let last = runs.iter().enumerate().map(|(run, &(answered, tries))| Visit {
            time_ms: time(run),
            tries,
            answered,
        });
        let axon = neuron.axon.expect("an axon");
        Reliability {
            hotkey: neuron.hotkey,
            uid: neuron.uid,
            endpoint: (axon.ip, axon.port).into(),
            runs: runs.len(),
            tries: runs.iter().map(|(_, tries)| tries).sum(),
            answered: runs.iter().map(|(answered, _)| answered).sum(),
            connect: None,
            answer: Some(Percentiles { p50: 12_390, p90: 40_000, p99: 1_204_000 }),
            failures: Default::default(),
            begun_ms: time(0),
            last: last.collect(),
            tried_ms: time(runs.len() - 1),
            seen_ms: Some(time(1)),
        }
    };
    let reliable = vec![known(4, &[(3, 3), (1, 3), (0, 3)]), known(6, &[(3, 3), (3, 3)])];
    desk.answer_metagraph(graph.clone());
    let asked = |desk: &Desk| {
        let asks = desk.effects.iter().rev().filter_map(|effect| match effect {
            Effect::Ask { request, ask } => Some((*request, ask.clone())),
            _ => None,
        });
        asks.into_iter().find(|(_, ask)| matches!(ask, Ask::Probes(_)))
    };
    assert_eq!(asked(&desk), None, "nothing on the screen is about it");

    // The column is left out until somebody chooses it; then the history is read.
    assert!(!desk.draw().contains("Reliable"));
    desk.press("c");
    desk.press("jjjjjjjjjjjjjjjj");
    assert!(desk.draw().contains("·   Reliable"), "{}", desk.draw());
    desk.key(Key::Enter);
    desk.key(Key::Esc);
    let (request, ask) = asked(&desk).expect("the history is wanted");
    let result = Ok(std::sync::Arc::new(Answer::Probes(reliable)));
    desk.happen(Event::Answered { request, ask, result });
    desk.press("Yg");
    desk.size = (160, 30);
    let picture = desk.draw();
    let rows: Vec<&str> = picture.lines().filter(|line| line.contains("10.0.0.")).collect();
    assert!(rows[0].contains("100.0%") && rows[1].contains("44.4%"), "{picture}");
    assert!(rows[2].contains("—"), "{picture}");
    desk.press("/reliable<50%");
    desk.key(Key::Enter);
    assert!(desk.draw().contains("Metagraph 1 of 12"), "{}", desk.draw());

    desk.size = (80, 24);
    desk.key(Key::Enter);
    assert_snapshot!(desk.draw().lines().skip(5).take(4).collect::<Vec<_>>().join("\n"), @"
    │ axon            10.0.0.4:8091  version 10005000, protocol 4, since block 1   │
    │ reached         44.4% of 9 tries, p50 12.3 ms, p99 1204 ms                   │
    │                 last answer 2026-11-21 18:15, last try 2026-11-21 18:30 UTC  │
    │                 last runs ✓~✗  since 2026-11-21 18:00                        │
    ");
    desk.key(Key::Esc);
    desk.key(Key::Esc);
    desk.press("gjj");
    desk.key(Key::Enter);
    let picture = desk.draw();
    assert!(picture.contains("not measured here; :probe 1 --uid"), "{picture}");
}

#[test]
fn the_course_and_the_result() {
    let (mut desk, request) = running();
    desk.happen(Event::Progress { request, stage: Stage::InBlock(at(101)) });
    assert_snapshot!(desk.draw(), @"
     τ tau   1 Subn  2 Subn  3 Portfolio  4 Vali  5 Wall  6 Tran  7 Chai        dev
    ╭ Stake on 1 apex · under way ─────────────────────────────────────────────────╮
    │ network      dev (runtime 425)                                               │
    │ call         SubtensorModule.add_stake_limit                                 │
    │ signer       5C62Ck4UrFPiBtoCmeSrgF7x9yv9mn38446dhCpsi2mLHiFT  alice         │
    │ hotkey       5EMepC39b7E2zfM9g6CkPp8KCAxGTh7D4w4T2tFjmjpd4tPw  Opentensor    │
    │                                                                              │
    │ ✓ signed                                                                     │
    │ ✓ sent to the node                                                           │
    │ ✓ in block 101                                                               │
    │ … finalized                                                                  │
    │                                                                              │
    │ Esc closes this window; the transaction goes on.                             │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    ╰──────────────────────────────────────────────────────────────────────────────╯
     Enter go on  y copy  Esc back
     ● live   block 100   3 ms   runtime 425     stake 10 τ on subnet 1: in a block
    ");
    desk.happen(Event::Committed { request, result: Ok(Box::new(receipt())) });
    assert_snapshot!(desk.draw(), @"
     τ tau   1 Subn  2 Subn  3 Portfolio  4 Vali  5 Wall  6 Tran  7 Chai        dev
    ╭ Stake on 1 apex · done ──────────────────────────────────────────────────────╮
    │ ✓ Finalized in block 102                                                     │
    │                                                                              │
    │ network      dev (runtime 425)                                               │
    │ call         SubtensorModule.add_stake_limit                                 │
    │ signer       5C62Ck4UrFPiBtoCmeSrgF7x9yv9mn38446dhCpsi2mLHiFT  alice         │
    │ hotkey       5EMepC39b7E2zfM9g6CkPp8KCAxGTh7D4w4T2tFjmjpd4tPw  Opentensor    │
    │ spent        10 τ                                                            │
    │ received     399.123456789 α                                                 │
    │ pool fee     0.005035477 τ                                                   │
    │ chain fee    0.001385912 τ                                                   │
    │ free now     1,223.998614088 τ                                               │
    │ transaction                                                                  │
    │   0xabababababababababababababababababababababababababababababababab         │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    ╰──────────────────────────────────────────────────────────────────────────────╯
     Enter go on  y copy  Esc back
     ● live   block 100   3 ms   runtime 425
    ");
}

#[test]
fn a_transaction_that_failed_says_why() {
    let (mut desk, request) = running();
    let failure = Failure {
        message: "the chain refused it: the price moved past your limit \
                  (SubtensorModule.SlippageTooHigh)"
            .to_owned(),
        hints: vec!["plan it again at the present price".to_owned()],
        kind: Kind::Rejected,
    };
    desk.happen(Event::Committed { request, result: Err(failure) });
    assert_snapshot!(desk.draw(), @"
     τ tau   1 Subn  2 Subn  3 Portfolio  4 Vali  5 Wall  6 Tran  7 Chai        dev
    ╭ Stake on 1 apex · failed ────────────────────────────────────────────────────╮
    │ network      dev (runtime 425)                                               │
    │ call         SubtensorModule.add_stake_limit                                 │
    │ signer       5C62Ck4UrFPiBtoCmeSrgF7x9yv9mn38446dhCpsi2mLHiFT  alice         │
    │ hotkey       5EMepC39b7E2zfM9g6CkPp8KCAxGTh7D4w4T2tFjmjpd4tPw  Opentensor    │
    │                                                                              │
    │ ✗ It did not work                                                            │
    │ the chain refused it: the price moved past your limit                        │
    │ (SubtensorModule.SlippageTooHigh)                                            │
    │ plan it again at the present price                                           │
    │                                                                              │
    │ Nothing was signed. Esc goes back to the form, which is planned anew.        │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    ╰──────────────────────────────────────────────────────────────────────────────╯
     Enter go on  y copy  Esc back
     ● live   block 100   3 ms   runtime 425
    ");
}

#[test]
fn help_is_made_from_the_keymap() {
    let mut desk = Desk::full();
    desk.press("?");
    assert_snapshot!(desk.draw(), @"
     τ tau   1 Subnets  2 Subn  3 Port  4 Vali  5 Wall  6 Tran  7 Chai          dev
    ╭ ╭ Help ────────────────────────────────────────────────────────────────────╮─╮
    │ │ Subnets                                                                  │ │
    │ │   Enter           open what the cursor is on                             │ │
    │ │   a               buy alpha with TAO and stake it                        │ │
    │ │   u               unstake alpha and sell it for TAO                      │ │
    │ │   *               mark a subnet, so that it stands above the others      │ │
    │ │   b               register a hotkey on the subnet                        │ │
    │ │                                                                          │ │
    │ │ Lists                                                                    │ │
    │ │   /               show only rows that contain a text                     │ │
    │ │   n               to the next row that matches the last filter           │ │
    │ │   N               to the row before that matches the last filter         │ │
    │ │   s               sort by the next column; a click on a heading does too │ │
    │ │   S               turn the order round                                   │ │
    │ │   → l             the columns that had no room                           │ │
    │ │   ← h             the columns before these                               │ │
    │ │   ↑ k             one row up                                             │ │
    │ │   ↓ j             one row down                                           │ │
    │ │   PgUp ^B ^U      one page up                                            │ │
    │ │   PgDn ^F ^D      one page down                                          │ │
    ╰─╰───────────────────────────────────────────────────────────── ↓ 158 more ─╯─╯
     Esc back
     ● live   block 100   3 ms   runtime 425
    ");
}

#[test]
fn a_lost_node_marks_its_figures() {
    let mut desk = Desk::full();
    desk.happen(Event::Clock(Duration::from_secs(130)));
    desk.happen(Event::Lost(Label::new("connection reset by peer")));
    let request = desk.next_request();
    desk.happen(Event::Subnets { request, result: Err(Failure::new("the connection was lost")) });
    assert_snapshot!(desk.draw(), @"
     τ tau   1 Subnets  2 Subn  3 Port  4 Vali  5 Wall  6 Tran  7 Chai          dev
    ╭ Subnets 6 ─────────────────────────────────── stale: the connection was lost ╮
    │   #  Name          Sym     Price τ    Change  Trend          Cap τ▼   Pool τ │
    │   0  root          τ      1.000000     0.00%  ▄▄▄▄▄▄▄▄▄▄▄     1.00M    1.00M │
    │   5  —             ε      0.025090    -0.57%  █▁▂▃▄▅▆█▁▂▃     39.6k    13.9k │
    │   4  a name that…  δ      0.025091    -0.60%  █▁▂▃▄▅▆█▁▂▃     38.7k    13.1k │
    │   3  トークン      ト     0.025093    -0.64%  █▁▂▃▄▅▆█▁▂▃     37.8k    12.3k │
    │   2  omron         β      0.025095    -0.68%  █▁▂▃▄▅▆█▁▂▃     36.9k    11.5k │
    │   1  apex          α      0.025097    -0.73%  █▁▂▃▄▅▆█▁▂▃     36.0k    10.8k │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    │                                                                              │
    ╰──────────────────────────────────────────────────────────────────────────────╯
     Enter open  a stake  u unstake  / filter  s sort    : command  ? help  q quit
     ✗ node lost, figures 2m old: connection reset by peer   block 100   runtime 425
    ");
}

#[test]
fn before_the_first_answer_and_without_one() {
    let mut desk = Desk::new();
    assert_snapshot!(desk.draw(), @"
    τ tau   1 Subnets  2 Subn  3 Port  4 Vali  5 Wall  6 Tran  7 Chai          dev







                                      ▄▄▄▄▄▄▄▄▄
                                          █
                                          █
                                          ▀▄▄▀

                                 connecting to dev …








                                                        : command  ? help  q quit
    ○ connecting
    ");
    desk.happen(Event::ConnectFailed(Failure {
        message: "finney cannot be reached at wss://example.org: refused".to_owned(),
        hints: vec!["is the network up? `--network dev` needs none".to_owned()],
        kind: Kind::Network,
    }));
    assert_snapshot!(desk.draw(), @"
    τ tau   1 Subnets  2 Subn  3 Port  4 Vali  5 Wall  6 Tran  7 Chai          dev






                                      ▄▄▄▄▄▄▄▄▄
                                          █
                                          █
                                          ▀▄▄▀

                finney cannot be reached at wss://example.org: refused
                    is the network up? `--network dev` needs none

                                 r try again   q quit






                                                        : command  ? help  q quit
    ✗ no connection
    ");
}

#[test]
fn leaving_with_something_under_way_asks() {
    let (mut desk, _) = running();
    desk.key(Key::Esc);
    desk.press("q");
    assert_snapshot!(desk.draw(), @"
     τ tau   1 Subn  2 Subn  3 Portfolio  4 Vali  5 Wall  6 Tran  7 Chai        dev
    ╭ Portfolio 10,630.2440 τ ─────────────────────────────────────────────────────╮
    │ Wallet              Free τ      Staked τ     If sold τ   Impact  Share       │
    │ alice           1,234.0000      321.2440      312.8997   -2.59%   14% ▉      │
    │ bob                50.0000       25.0000       25.0000    0.00%    0% ▏      │
    │ ◌ cold-stor…    9,000.0000        0.0000        0.0000        —   84% █████  │
    │ all            10,284.0000      346.2440      337.8997   -2.40%              │
    ╰──────────╭ Leave? ────────────────────────────────────────────────╮──────────╯
    ╭ Positions│                                                        │──────────╮
    │ Wallet   │ A transaction is under way.                            │τ   Share │
    │ alice    │ The chain goes on without tau; only nobody watches.    │7   86.9% │
    │ bob      │                                                        │0    7.2% │
    │ alice    │ Enter leave   Esc stay                                 │0    5.7% │
    │          │                                                        │          │
    │          ╰────────────────────────────────────────────────────────╯          │
    │                                                                              │
    │                                                                              │
    ╰──────────────────────────────────────────────────────────────────────────────╯
    ╭ Worth knowing ───────────────────────────────────────────────────────────────╮
    │ alice: stake on 3 goes through hotkeys without a place there, and earns not… │
    │ a transaction is under way: 6 shows it                                       │
    ╰──────────────────────────────────────────────────────────────────────────────╯
     Enter go on  y copy  Esc back
     ● live   block 100   3 ms   runtime 425      stake 10 τ on subnet 1: unlocking
    ");
}

#[test]
fn no_size_panics_and_small_ones_say_so() {
    let mut desk = Desk::full();
    desk.size = (20, 5);
    assert_snapshot!(desk.draw(), @"
      tau needs 80x24
    cells, this is 20x5
    ");
    let (mut running, _) = running();
    for size in [(0, 0), (1, 1), (79, 24), (80, 23), (80, 24), (300, 80), (65_535, 1)] {
        for desk in [&mut desk, &mut running] {
            desk.size = size;
            for key in ["1", "2", "3", "?"] {
                desk.press(key);
                desk.draw();
            }
            desk.key(Key::Esc);
        }
    }
}

#[test]
fn the_text_twin_has_no_styles_to_lose() {
    let mut desk = Desk::full();
    let text = screen_text(&desk.state, 80, 24);
    assert_eq!(text, desk.draw());
}

#[test]
fn colours_follow_the_theme() {
    let mut desk = Desk::full();
    desk.state.demo = Some(DemoInfo { passphrase: "demo".to_owned() });
    let (buf, text) = desk.buffer("ansi");
    let find = |needle: &str| {
        let (y, line) =
            text.lines().enumerate().find(|(_, line)| line.contains(needle)).expect(needle);
        let before = &line[..line.find(needle).expect(needle)];
        let x = crate::present::width(before);
        &buf[(u16::try_from(x).expect("x"), u16::try_from(y).expect("y"))]
    };
    assert_eq!(find("-0.60%").fg, Color::Red);
    assert_eq!(find("live").fg, Color::Green);
    assert!(find("DEMO").modifier.contains(Modifier::REVERSED));
    // The row with the cursor, and two without: it begins on the first subnet behind root.
    assert!(find("39.6k").modifier.contains(Modifier::REVERSED));
    assert!(!find("root").modifier.contains(Modifier::REVERSED));
    assert!(!find("omron").modifier.contains(Modifier::REVERSED));
    assert_eq!(find("Cap τ▼").fg, Color::Cyan);
    // The terminal's own background everywhere.
    assert!(buf.content().iter().all(|cell| cell.bg == Color::Reset));
    let (buf, _) = desk.buffer("mono");
    assert!(buf.content().iter().all(|cell| cell.bg == Color::Reset && cell.fg == Color::Reset));
    // The filler behind a wide character is never drawn.
    let (buf, _) = desk.buffer("default");
    let mut drawn = buf.content().iter().filter(|cell| cell.symbol() != " ");
    assert!(drawn.all(|cell| cell.bg != Color::Reset && cell.fg != Color::Reset));
}

#[test]
fn a_price_as_candles_under_a_crosshair() {
    let mut desk = Desk::full();
    desk.size = (120, 24);
    for block in 101..160 {
        desk.state.history.tick(block, 1_795_284_129_000 + u64::from(block) * 12_000);
        desk.answer_subnets(subnets(6, block));
    }
    desk.press(":1");
    desk.key(Key::Enter);
    desk.answer_metagraph(metagraph(1, 4, 159));
    desk.press("zx");
    desk.key(Key::Esc);
    desk.key(Key::Tab);
    desk.draw();
    desk.key(Key::Left);
    for _ in 0..4 {
        desk.key(Key::Left);
    }
    assert_snapshot!(desk.draw().lines().skip(2).take(12).collect::<Vec<_>>().join("\n"), @"
    ╭ Price τ ───────────────────────────────────────────────── all -0.18% ╮╭ Pool ────────────────────────────────────────╮
    │ 0.025283 ┃     │     │     │     │     │     │     │     │ ┊   │     ││ price    0.025236  avg 0.0240                │
    │          ┃   ╻ ╽   ╻ ╽   ╻ ╽   ╻ ╽   ╻ ╽   ╻ ╽   ╻ ╽   ╻ ╽ ┊ ╻ ╽   ╻ ││ depth    10.8k τ + 431k α                    │
    │          ┃   ┃ ┃   ┃ ┃   ┃ ┃   ┃ ┃   ┃ ┃   ┃ ┃   ┃ ┃   ┃ ┃ ┊ ┃ ┃   ┃ ││ weights  50.0% τ ████████         50.0% α    │
    │ 0.025143 ┃ ╻ ┃ ┃ ╻ ┃ ┃ ╻ ┃ ┃ ╻ ┃ ┃ ╻ ┃ ┃ ╻ ┃ ┃ ╻ ┃ ┃ ╻ ┃ ┃ ╻ ┃ ┃ ╻ ┃ ││ cap      36.2k τ  out 1.00M α                │
    │          ┃ ┃   ┃ ┃   ┃ ┃   ┃ ┃   ┃ ┃   ┃ ┃   ┃ ┃   ┃ ┃   ┃ ┃   ┃ ┃   ││ burn     0.500000001 τ                       │
    │          ┃ ┃   ┃ ┃   ┃ ┃   ┃ ┃   ┃ ┃   ┃ ┃   ┃ ┃   ┃ ┃   ┃ ┃   ┃ ┃   ││ trade     1τ    10τ   100τ    1kτ            │
    │ 0.025004 │     │     │     │     │     │     │     │     │ ┊   │     ││ buy    0.05%  0.14%  0.96%  8.46%            │
    │ 150 ~2026-11-21 18:32:09  O0.025051 H0.025143 L0.025051 C0.025143    ││ sell   0.05%  0.14%  0.96%  8.46%            │
    ╰──────────────────────────────────────────────────────────────────────╯╰──────────────────────────────────────────────╯
    ╭ Metagraph 4 ────────────────────────────────────────────────────────────────────────────────────────── columns 1/2 → ╮
    │  UID  Role   Name        Hotkey        Weight▼   Incent    Divid   Consen    Emit α   Updated  Axon                  │
    ");
    desk.press("x");
    assert_snapshot!(desk.draw().lines().skip(2).take(12).collect::<Vec<_>>().join("\n"), @"
    ╭ Price τ ───────────────────────────────────────────────── all -0.18% ╮╭ Pool ────────────────────────────────────────╮
    │ 0.025283 ⠉⡇    ⡏⡇    ⡏⡇    ⡏⡇    ⡏⡇    ⡏⡇    ⣿     ⣿    ⢸⢹ ┊  ⢸⢹     ││ price    0.025236  avg 0.0240                │
    │           ⡇   ⢰⠃⡇   ⢰⠃⡇   ⡖⠃⡇   ⡖⠃⡇   ⡖⠃⡇   ⡖⢻    ⡖⢻    ⡞⢸ ┊  ⡞⢸   ⢰ ││ depth    10.8k τ + 431k α                    │
    │           ⡇  ⢰⠚ ⡇  ⢰⠚ ⡇  ⢰⠃ ⡇  ⢰⠃ ⡇  ⡖⠃ ⡇  ⡖⠃⢸   ⡖⠃⢸   ⡖⠃⢸ ┊ ⡖⠃⢸   ⡞ ││ weights  50.0% τ ████████         50.0% α    │
    │ 0.025143  ⡇ ⢠⠼  ⡇ ⢠⠼  ⡇ ⢠⠼  ⡇ ⢠⠼  ⡇ ⢠⠇  ⡇ ⢠⠇ ⢸  ⡤⠇ ⢸  ⡤⠇ ⢸ ┊⡤⠇ ⢸  ⡤⠇ ││ cap      36.2k τ  out 1.00M α                │
    │           ⡇ ⣸   ⡇⢀⣸   ⡇⢀⣸   ⡇⢀⣸   ⡇⢀⣸   ⡇⢀⣸  ⢸ ⢀⡇  ⢸ ⢀⡇  ⢸ ⢀⡇  ⢸ ⣀⡇  ││ burn     0.500000001 τ                       │
    │           ⡇⣀⡇   ⡇⣸    ⡇⣸    ⣇⣸    ⣇⣸    ⣇⣸   ⢸⢀⣸   ⢸⢀⣸   ⢸⢀⣸   ⢸⢀⡇   ││ trade     1τ    10τ   100τ    1kτ            │
    │ 0.025004  ⣇⡇    ⣇⡇    ⣇⡇    ⣿     ⣿     ⣿    ⢸⣸    ⢸⣸    ⢸⣸┊   ⢸⣸    ││ buy    0.05%  0.14%  0.96%  8.46%            │
    │ 150 ~2026-11-21 18:32:09  0.025143851 τ                              ││ sell   0.05%  0.14%  0.96%  8.46%            │
    ╰──────────────────────────────────────────────────────────────────────╯╰──────────────────────────────────────────────╯
    ╭ Metagraph 4 ────────────────────────────────────────────────────────────────────────────────────────── columns 1/2 → ╮
    │  UID  Role   Name        Hotkey        Weight▼   Incent    Divid   Consen    Emit α   Updated  Axon                  │
    ");
}

#[test]
fn a_wide_screen_has_the_subnet_under_the_cursor_beside_the_list() {
    let mut desk = Desk::full();
    desk.size = (300, 80);
    desk.press("j");
    let picture = desk.draw();
    assert!(picture.contains("╭ 4 a name that is far too …: price τ"), "{picture}");
    assert!(picture.contains("╭ Pool") && picture.contains("trade "));
    assert!(picture.contains("Dereg") && picture.contains("Average"));
    // The chart of the list has no crosshair, and its cells are nobody's.
    desk.press(":4");
    desk.key(Key::Enter);
    assert!(desk.draw().contains("╭ Price τ"));
}
