//! A line chart in braille dots: two across and four down in every cell.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Lowest and highest value.
#[must_use]
pub fn range(points: &[(u32, u64)]) -> Option<(u64, u64)> {
    let low = points.iter().map(|(_, y)| *y).min()?;
    let high = points.iter().map(|(_, y)| *y).max()?;
    Some((low, high))
}

/// Draw `points` (x ascending) over the whole of `area`; a flat line lies in the middle.
pub fn render(points: &[(u32, u64)], style: Style, area: Rect, buf: &mut Buffer) {
    let (Some((low, high)), Some((first, _)), Some((last, _))) =
        (range(points), points.first(), points.last())
    else {
        return;
    };
    let (columns, rows) = (usize::from(area.width) * 2, usize::from(area.height) * 4);
    if columns == 0 || rows == 0 {
        return;
    }
    let span = u64::from(last - first).max(1);
    let level = |value: u64| -> usize {
        let scaled = match high - low {
            0 => (rows as u128 - 1) / 2,
            range => u128::from(value - low) * (rows as u128 - 1) / u128::from(range),
        };
        rows - 1 - usize::try_from(scaled).unwrap_or(0)
    };
    let mut cells = vec![0_u8; usize::from(area.width) * usize::from(area.height)];
    let mut before: Option<usize> = None;
    let mut next = 0;
    for column in 0..columns {
        // The value that held at this moment: the last one at or before it.
        let moment = u64::from(*first) + span * column as u64 / (columns as u64 - 1).max(1);
        while points.get(next + 1).is_some_and(|(x, _)| u64::from(*x) <= moment) {
            next += 1;
        }
        let row = level(points[next].1);
        let (top, bottom) = match before {
            Some(before) => (row.min(before), row.max(before)),
            None => (row, row),
        };
        for row in top..=bottom {
            let cell = row / 4 * usize::from(area.width) + column / 2;
            if let Some(dots) = cells.get_mut(cell) {
                *dots |= dot(column % 2, row % 4);
            }
        }
        before = Some(row);
    }
    for (index, dots) in cells.into_iter().enumerate().filter(|(_, dots)| *dots != 0) {
        // The index is below width times height, both of 16 bits.
        let x = u16::try_from(index % usize::from(area.width)).unwrap_or(0);
        let y = u16::try_from(index / usize::from(area.width)).unwrap_or(0);
        if let Some(cell) = buf.cell_mut((area.x + x, area.y + y)) {
            let braille = char::from_u32(0x2800 + u32::from(dots)).unwrap_or(' ');
            cell.set_char(braille).set_style(style);
        }
    }
}

/// The bit of one dot in Unicode's braille patterns.
const fn dot(column: usize, row: usize) -> u8 {
    const LEFT: [u8; 4] = [0x01, 0x02, 0x04, 0x40];
    const RIGHT: [u8; 4] = [0x08, 0x10, 0x20, 0x80];
    if column == 0 { LEFT[row % 4] } else { RIGHT[row % 4] }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(points: &[(u32, u64)], width: u16, height: u16) -> Vec<String> {
        let area = Rect::new(0, 0, width, height);
        let mut buf = Buffer::empty(area);
        render(points, Style::default(), area, &mut buf);
        (0..height).map(|y| (0..width).map(|x| buf[(x, y)].symbol().to_owned()).collect()).collect()
    }

    #[test]
    fn a_rising_price_rises() {
        let points: Vec<(u32, u64)> = (0..16).map(|x| (x, u64::from(x))).collect();
        assert_eq!(picture(&points, 8, 2), ["    ⢀⣠⠴⠚", "⣀⣠⠴⠚⠉   "]);
    }

    #[test]
    fn odd_series_do_not_disturb() {
        assert_eq!(picture(&[(5, 7)], 3, 1), ["⠤⠤⠤"]);
        assert_eq!(picture(&[], 2, 1), ["  "]);
        assert_eq!(picture(&[(0, u64::MAX), (u32::MAX, 0)], 2, 1), ["⠉⢹"]);
        render(&[(1, 1)], Style::default(), Rect::ZERO, &mut Buffer::empty(Rect::ZERO));
    }
}
