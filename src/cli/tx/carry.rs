//! `tau tx carry`

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use serde::Serialize;

use super::file;
use crate::error::{Error, Result};
use crate::offline::{
    Container, FRAME_BYTES, Ground, Scheme, armoured, export, frames, picture, terminal,
    terminal_bytes,
};
use crate::out::{Out, Page, Report, Stage};
use crate::session::write_whole;

/// Bytes of a code that are tried until one fits the terminal: 40 lines hold the first, 24 hold 72.
const SMALLER: [usize; 10] = [FRAME_BYTES, 272, 224, 176, 128, 96, 72, 48, 32, 16];
/// Bytes of a Vault code's part.
const VAULT_PART: usize = 1024;

/// Show a request or an answer as text, as QR codes, or as pictures
///
/// The QR codes are shown one after the other in the terminal until enter is pressed; they may be read in any order. Without a choice it
/// prints the armour: text that survives mail and paper.
#[derive(Debug, Args)]
#[command(after_help = "Example: tau tx carry unstake.tau --qr")]
pub(crate) struct CarryArgs {
    /// The file
    #[arg(value_name = "FILE", required = true, num_args = 1..)]
    files: Vec<PathBuf>,
    /// Show QR codes in the terminal
    #[arg(long, group = "way")]
    qr: bool,
    /// Print the texts of the QR codes, one per line
    #[arg(long, group = "way")]
    frames: bool,
    /// Write the QR codes as PNG files into this folder
    #[arg(long, value_name = "FOLDER", group = "way")]
    pictures: Option<PathBuf>,
    /// Show an item of the request as codes for Polkadot Vault
    #[arg(long, value_name = "ITEM", group = "way")]
    vault: Option<usize>,
    /// Draw for a bright terminal
    #[arg(long)]
    bright: bool,
    /// Bytes per QR code: fewer make smaller codes, and more of them [default: 320, or what fits the terminal]
    #[arg(long, value_name = "BYTES")]
    size: Option<usize>,
    /// Milliseconds for each code
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 400)]
    pace: u64,
}

impl CarryArgs {
    /// A file as QR codes.
    pub fn codes(file: PathBuf) -> Self {
        Self {
            files: vec![file],
            qr: true,
            frames: false,
            pictures: None,
            vault: None,
            bright: false,
            size: None,
            pace: 400,
        }
    }
}

#[derive(Serialize)]
struct Carried {
    way: &'static str,
    bytes: usize,
    armour: Option<String>,
    frames: Vec<String>,
    files: Vec<String>,
}

pub(crate) async fn run(out: &Out, args: CarryArgs) -> Result<Report> {
    let container = file::read(&args.files)?;
    let bytes = container.encode();
    let ground = if args.bright { Ground::Bright } else { Ground::Dark };
    let size = args.size.unwrap_or(FRAME_BYTES);
    if !(16..=1200).contains(&size) {
        return Err(Error::usage("--size is out of reach").hint("16 to 1200 bytes fit a code"));
    }
    let count = bytes.len();
    let carried = |way| Carried { way, bytes: count, armour: None, frames: vec![], files: vec![] };
    let texts = frames(&bytes, size);
    if let Some(item) = args.vault {
        let codes = vault(container, item)?;
        let pictures = codes
            .iter()
            .map(|code| Ok(terminal_bytes(code, ground)?))
            .collect::<Result<Vec<_>>>()?;
        let record =
            Carried { frames: codes.iter().map(hex::encode).collect(), ..carried("vault") };
        return film(out, pictures, args.pace, &record).await;
    }
    if args.qr {
        let texts = match (args.size, out.stage()) {
            (None, Some(stage)) if is_film(out) => fitting(&bytes, ground, stage)?,
            _ => texts,
        };
        let pictures =
            texts.iter().map(|text| Ok(terminal(text, ground)?)).collect::<Result<Vec<_>>>()?;
        let record = Carried { frames: texts, ..carried("qr") };
        return film(out, pictures, args.pace, &record).await;
    }
    if args.frames {
        let page = Page::new().finished(texts.join("\n"));
        return Report::new(&Carried { frames: texts, ..carried("frames") }, page);
    }
    if let Some(folder) = &args.pictures {
        let mut files = Vec::new();
        for (index, text) in texts.iter().enumerate() {
            let path = folder.join(format!("{:03}.png", index + 1));
            write_whole(&path, &picture(text)?)?;
            files.push(path.display().to_string());
        }
        let page =
            Page::new().line(format!("{} pictures are in {}", files.len(), folder.display()));
        return Report::new(&Carried { files, ..carried("pictures") }, page);
    }
    let armour = armoured(&bytes);
    let page = Page::new().finished(armour.clone());
    Report::new(&Carried { armour: Some(armour), ..carried("armour") }, page)
}

/// Whether there is somebody to end a film.
fn is_film(out: &Out) -> bool {
    out.is_interactive() && out.is_terminal()
}

/// Frames whose codes are seen whole, as large as they can be: half a code cannot be read by any camera.
pub(super) fn fitting(bytes: &[u8], ground: Ground, stage: Stage) -> Result<Vec<String>> {
    for size in SMALLER {
        let texts = frames(bytes, size);
        if let Some(first) = texts.first()
            && stage.holds(&terminal(first, ground)?)
        {
            return Ok(texts);
        }
    }
    let Stage { columns, lines } = stage;
    Err(Error::usage(format!(
        "no code fits a terminal of {columns} columns and {} lines",
        lines + 1
    ))
    .hint("make it larger, or take --pictures FOLDER or --frames"))
}

async fn film(out: &Out, pictures: Vec<String>, pace: u64, record: &Carried) -> Result<Report> {
    if is_film(out) {
        out.film(&pictures, Duration::from_millis(pace.clamp(50, 10_000))).await?;
        let page = Page::new().line(format!("{} codes were shown", pictures.len()));
        return Report::new(record, page);
    }
    Report::new(record, Page::new().finished(pictures.join("\n")))
}

/// An item as the parts of a Vault code.
fn vault(container: Container, item: usize) -> Result<Vec<Vec<u8>>> {
    let request = container.request()?;
    let fields = item
        .checked_sub(1)
        .and_then(|index| request.items.get(index))
        .ok_or_else(|| Error::usage(format!("there is no item {item}")))?;
    let scheme = request.signer.scheme.unwrap_or(Scheme::Sr25519);
    let bytes = export(&request, fields, scheme)?;
    let parts: Vec<&[u8]> = bytes.chunks(VAULT_PART).collect();
    let count = u16::try_from(parts.len())
        .map_err(|_| Error::usage("the item is too large for Polkadot Vault"))?;
    // Multi-part codes of UOS: 00, how many, which, a part.
    let numbered = (0..count).zip(parts).map(|(index, part)| {
        let mut code = vec![0];
        code.extend(count.to_be_bytes());
        code.extend(index.to_be_bytes());
        code.extend(part);
        code
    });
    Ok(numbered.collect())
}
