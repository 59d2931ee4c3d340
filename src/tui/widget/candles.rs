//! Candles in box characters: two steps of height in every cell, a thin wick and a thick body.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::theme::Scope;
use crate::tui::look::Look;
use crate::tui::state::Candle;

/// Cells from one candle to the next.
pub const STEP: u16 = 2;

/// What is in half a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Nothing,
    Wick,
    Body,
}

/// Lowest and highest price in rao.
#[must_use]
pub fn range(candles: &[Candle]) -> Option<(u64, u64)> {
    let low = candles.iter().map(|candle| candle.low.rao()).min()?;
    let high = candles.iter().map(|candle| candle.high.rao()).max()?;
    Some((low, high))
}

/// Draw candles from the left edge on, those that find room; a market that did not move lies in the middle.
pub fn render(candles: &[Candle], look: &Look, area: Rect, buf: &mut Buffer) {
    let Some((low, high)) = range(candles) else { return };
    let halves = u64::from(area.height) * 2;
    if halves == 0 {
        return;
    }
    // Half cells from the top.
    let level = |rao: u64| match high - low {
        0 => (halves - 1) / 2,
        range => {
            let up = u128::from(rao - low) * u128::from(halves - 1) / u128::from(range);
            halves - 1 - u64::try_from(up).unwrap_or(0)
        }
    };
    for (candle, x) in candles.iter().zip((area.left()..area.right()).step_by(usize::from(STEP))) {
        let wick = level(candle.high.rao())..=level(candle.low.rao());
        let ends = [level(candle.open.rao()), level(candle.close.rao())];
        let body = ends[0].min(ends[1])..=ends[0].max(ends[1]);
        let scope = match candle.close.cmp(&candle.open) {
            std::cmp::Ordering::Less => Scope::DeltaDown,
            std::cmp::Ordering::Equal => Scope::DeltaFlat,
            std::cmp::Ordering::Greater => Scope::DeltaUp,
        };
        for y in 0..area.height {
            let half = |place: u64| match () {
                () if body.contains(&place) => Half::Body,
                () if wick.contains(&place) => Half::Wick,
                () => Half::Nothing,
            };
            let symbol = symbol(half(u64::from(y) * 2), half(u64::from(y) * 2 + 1));
            if symbol != ' '
                && let Some(cell) = buf.cell_mut((x, area.y + y))
            {
                cell.set_char(symbol).set_style(look.style(scope));
            }
        }
    }
}

const fn symbol(upper: Half, lower: Half) -> char {
    match (upper, lower) {
        (Half::Nothing, Half::Nothing) => ' ',
        (Half::Nothing, Half::Wick) => '╷',
        (Half::Nothing, Half::Body) => '╻',
        (Half::Wick, Half::Nothing) => '╵',
        (Half::Wick, Half::Wick) => '│',
        (Half::Wick, Half::Body) => '╽',
        (Half::Body, Half::Nothing) => '╹',
        (Half::Body, Half::Wick) => '╿',
        (Half::Body, Half::Body) => '┃',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Price;
    use crate::theme::Theme;

    #[test]
    fn a_candle_has_wicks_and_a_body() {
        let price = Price::from_rao;
        let candle = |open, high, low, close| Candle {
            from: 0,
            to: 1,
            open: price(open),
            high: price(high),
            low: price(low),
            close: price(close),
        };
        let area = Rect::new(0, 0, 5, 4);
        let mut buf = Buffer::empty(area);
        let candles = [candle(2, 7, 0, 5), candle(5, 5, 1, 1), candle(3, 3, 3, 3)];
        render(&candles, &Look::new(&Theme::plain()), area, &mut buf);
        let lines: Vec<String> = (0..4)
            .map(|y| (0..5).map(|x| buf[(x, y)].symbol().to_owned()).collect::<String>())
            .collect();
        assert_eq!(lines, ["│    ", "┃ ┃  ", "┃ ┃ ╹", "│ ╹  "]);
    }
}
