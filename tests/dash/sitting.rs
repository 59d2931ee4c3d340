//! Somebody who sits at the dashboard: presses keys, waits for texts, makes blocks.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crossterm::event::{Event as Raw, KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use secrecy::SecretString;
use serde_json::Value;
use tau::chain::Chain;
use tau::cli::Seat;
use tau::error::Error;
use tau::keystore::{Access, Directory, KeyType, NewKey, Protection, Secret, seal::Cost};
use tau::model::Label;
use tau::ops::Journal;
use tau::session::{Pace, Session};
use tau::settings::{Environment, Flags, Settings};
use tau::theme::Theme;
use tau::tui::{self, Options, Source};
use tau_devnet::accounts::{BOB, DEMO};
use tau_devnet::{BlockTime, Devnet, Server, World};
use tempfile::TempDir;
use tokio::task::JoinHandle;

use crate::keyboard::Keyboard;
use crate::screen::Screen;

/// Opens the wallets here.
pub const PASSPHRASE: &str = "correct horse 1";

/// A machine that compiles beside the tests is slow, and every test has a chain of its own.
const CAP: Duration = Duration::from_secs(240);

#[derive(Clone)]
struct Bench {
    chain: Chain,
    keystore: Directory,
}

impl Source for Bench {
    async fn chain(&self) -> Result<Chain, Error> {
        Ok(self.chain.clone())
    }

    fn keystore(&self) -> &Directory {
        &self.keystore
    }

    fn journal(&self) -> Journal {
        Journal::open(self.keystore.root().with_file_name("journal"), || 0)
    }
}

pub struct Sitting {
    pub devnet: Devnet,
    pub screen: Screen,
    keys: Keyboard,
    copied: Arc<Mutex<Vec<String>>>,
    dashboard: JoinHandle<Result<(), tui::Error>>,
    folder: TempDir,
    _server: Option<Server>,
}

/// Two wallets: the demo's, which has stake, and Bob's, which has none and is only watched.
fn wallets(directory: &Directory) {
    let passphrase = SecretString::from(PASSPHRASE);
    let uri = SecretString::from(DEMO.uri);
    let secret = Secret::from_uri(&uri, KeyType::Sr25519).expect("a well-known key");
    let protection = Protection::Passphrase { passphrase: &passphrase, cost: Cost::FLOOR };
    let coldkey = NewKey { secret: &secret, protection };
    let mut random = |bytes: &mut [u8]| getrandom::fill(bytes).map_err(io::Error::other);
    directory.create("demo", &coldkey, None, &mut random).expect("a wallet");
    let bob = BOB.ss58().parse().expect("an address");
    directory.watch("bob", bob).expect("a watched wallet");
}

/// A chain of the bare world, some blocks old.
async fn bare() -> (Devnet, Chain) {
    let devnet = Devnet::start(tau_devnet::Options {
        world: World::bare(),
        block_time: BlockTime::Manual,
        traders: false,
        ..tau_devnet::Options::default()
    })
    .expect("a devnet");
    devnet.mine(3).await.expect("blocks");
    let chain = Chain::in_process(Label::new("dev"), devnet.rpc(), None).await.expect("a client");
    (devnet, chain)
}

impl Sitting {
    /// Give the demo's wallet a hotkey, as a command in another terminal would.
    pub fn add_hotkey(&self, name: &str) {
        let keystore = Directory::open(self.folder.path().join("wallets"));
        let uri = SecretString::from(format!("//Hot//{name}"));
        let secret = Secret::from_uri(&uri, KeyType::Sr25519).expect("a key");
        let mut random = |bytes: &mut [u8]| getrandom::fill(bytes).map_err(io::Error::other);
        let key = NewKey { secret: &secret, protection: Protection::None };
        keystore.add_hotkey("demo", name, &key, &mut random).expect("a hotkey");
    }

    /// A folder that ends with the sitting.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// At a chain of the bare world, some blocks old.
    pub async fn down() -> Self {
        let (devnet, chain) = bare().await;
        Self::at(devnet, chain)
    }

    /// The same at a chain that can be steered, with the command line's own seat.
    pub async fn down_at_the_lever() -> Self {
        let devnet = Devnet::start(tau_devnet::Options {
            world: World::bare(),
            block_time: BlockTime::Manual,
            traders: false,
            control: true,
            ..tau_devnet::Options::default()
        })
        .expect("a devnet");
        devnet.mine(3).await.expect("blocks");
        Self::with_the_command_line_at(devnet).await
    }

    /// The same on a machine for hotkeys.
    pub async fn down_on_a_hot_machine() -> Self {
        let (devnet, chain) = bare().await;
        Self::with_access(devnet, chain, Access::HotOnly)
    }

    /// At this chain.
    pub fn at(devnet: Devnet, chain: Chain) -> Self {
        Self::with_access(devnet, chain, Access::Any)
    }

    fn with_access(devnet: Devnet, chain: Chain, access: Access) -> Self {
        let folder = TempDir::new().expect("a folder");
        let keystore = Directory::open(folder.path().join("wallets"));
        wallets(&keystore);
        let keystore = keystore.with_access(access);
        Self::seated(devnet, Bench { chain, keystore }, folder)
    }

    /// At the command line's own seat: names, settings and forms are as a user has them.
    pub async fn down_with_the_command_line() -> Self {
        let (devnet, _) = bare().await;
        Self::with_the_command_line_at(devnet).await
    }

    async fn with_the_command_line_at(devnet: Devnet) -> Self {
        let server = devnet.serve(0).await.expect("a server");
        let folder = TempDir::new().expect("a folder");
        let environment: Environment =
            [("HOME".to_owned(), folder.path().as_os_str().to_owned())].into_iter().collect();
        let flags = Flags {
            network: vec![server.url()],
            wallet_path: Some(folder.path().join("wallets")),
            ..Flags::default()
        };
        let settings = Settings::resolve(flags, &environment).expect("settings");
        let session = Session::open(settings, environment, Pace::Live);
        wallets(session.keystore());
        let mut sitting = Self::seated(devnet, Seat(session), folder);
        sitting._server = Some(server);
        sitting
    }

    fn seated(devnet: Devnet, source: impl Source, folder: TempDir) -> Self {
        let screen = Screen::new(100, 30);
        let keys = Keyboard::default();
        let copied = Arc::new(Mutex::new(Vec::new()));
        let options = Options {
            network: "dev".to_owned(),
            demo: None,
            is_theme_named: true,
            keymap: tui::Keymap::default(),
            alerts: tui::alerts::read("[[alert]]\nwhen = \"price 1 < 1\"").expect("a rule"),
            themes: tui::Themes::default(),
            theme: Theme::load("default", None).expect("a theme"),
            screen: tui::Screen::default(),
        };
        let dashboard = tokio::spawn({
            let (screen, copied) = (screen.clone(), Arc::clone(&copied));
            let input = keys.clone();
            async move {
                let mut terminal = Terminal::new(screen).expect("a screen in memory");
                let copy = |text: &str| copied.lock().expect("a list").push(text.to_owned());
                let stop = std::future::pending();
                tui::drive(&mut terminal, input, stop, source, options, copy).await
            }
        });
        Self { devnet, screen, keys, copied, dashboard, folder, _server: None }
    }

    fn send(&self, raw: Raw) {
        self.keys.send(raw);
    }

    pub fn key(&self, code: KeyCode) {
        self.send(Raw::Key(KeyEvent::new(code, KeyModifiers::NONE)));
    }

    pub fn press(&self, text: &str) {
        text.chars().for_each(|c| self.key(KeyCode::Char(c)));
    }

    /// Type a line and enter it.
    pub fn command(&self, line: &str) {
        self.press(line);
        self.key(KeyCode::Enter);
    }

    pub fn resize(&self, width: u16, height: u16) {
        self.screen.resize(width, height);
        self.send(Raw::Resize(width, height));
    }

    pub fn copied(&self) -> Vec<String> {
        self.copied.lock().expect("a list").clone()
    }

    /// Wait until these texts were copied.
    pub async fn until_copied(&self, texts: &[String]) {
        let reached = async {
            while self.copied() != texts {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        if tokio::time::timeout(CAP, reached).await.is_err() {
            panic!("{:?} was copied on\n{}", self.copied(), self.screen.text());
        }
    }

    /// Steer the chain.
    pub async fn steer(&self, method: &str, params: Value) {
        let params = params.as_array().expect("a list of params").clone();
        let _: Value = self.devnet.rpc().call(method, params).await.expect("it is done");
    }

    pub async fn mine(&self, blocks: u32) {
        self.devnet.mine(blocks).await.expect("blocks");
    }

    /// Wait until the screen is so.
    pub async fn until(&self, what: &str, is_so: impl Fn(&str) -> bool) {
        let reached = async {
            loop {
                let picture = self.screen.next_picture();
                let mut picture = std::pin::pin!(picture);
                // Listen before looking: no picture falls between the two.
                picture.as_mut().enable();
                if is_so(&self.screen.text()) {
                    return;
                }
                picture.await;
            }
        };
        if tokio::time::timeout(CAP, reached).await.is_err() {
            panic!("no {what} on\n{}", self.screen.text());
        }
    }

    pub async fn wait_for(&self, text: &str) {
        self.until(&format!("`{text}`"), |screen| screen.contains(text)).await;
    }

    pub async fn wait_without(&self, text: &str) {
        self.until(&format!("end of `{text}`"), |screen| !screen.contains(text)).await;
    }

    /// Give the passphrase that is asked for.
    pub async fn unlock(&self) {
        self.wait_for("passphrase of demo").await;
        self.press(PASSPHRASE);
        self.key(KeyCode::Enter);
    }

    /// What was signed is sent, and a block brings it to its end.
    pub async fn see_it_final(&self) {
        self.wait_for("✓ sent to the node").await;
        self.mine(1).await;
        self.wait_for("✓ Finalized").await;
    }

    /// Leave, and see that it ends well.
    pub async fn leave(self) {
        self.press("q");
        let ended = tokio::time::timeout(CAP, self.dashboard).await;
        ended.expect("an end").expect("no panic").expect("no error");
    }
}
