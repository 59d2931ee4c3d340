//! Which columns of a table have room, and how many cells each of them gets.

use crate::present::Width;
use crate::tui::state::Arrangement;

/// Cells between two columns.
pub(super) const GAP: u16 = 2;

/// What a column asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wants {
    /// Columns with a high number go first when there is no room. 0 always stays.
    pub priority: u8,
    /// Cells.
    pub width: Width,
}

/// The columns of one page by their place, with their cells, and how many pages there are.
///
/// The first page has the columns that matter most, each further one those that had no room before; pinned
/// columns and those of priority 0 are on all of them.
pub(super) fn lay(
    wants: &[Wants],
    arrangement: &Arrangement,
    room: u16,
    page: usize,
) -> (Vec<(usize, u16)>, usize) {
    let stays = |place: &usize| wants[*place].priority == 0 || arrangement.pinned.contains(place);
    let cells = |place: &usize| wants[*place].width.least() + GAP;
    let all = arrangement.shown(wants.len());
    let staying: u16 = all.iter().filter(|place| stays(place)).map(cells).sum();
    let mut waiting: Vec<usize> = all.iter().copied().filter(|place| !stays(place)).collect();
    waiting.sort_by_key(|place| {
        // A column that was put before others matters as much as they do.
        let right = all.iter().rev().take_while(|other| *other != place);
        let passed = right.filter(|other| *other < place).map(|other| wants[*other].priority);
        passed.min().map_or(wants[*place].priority, |least| least.min(wants[*place].priority))
    });
    let mut pages: Vec<Vec<usize>> = Vec::new();
    while pages.is_empty() || !waiting.is_empty() {
        // The gap behind the last column may be missing.
        let mut left = (room + GAP).saturating_sub(staying);
        let mut taken = Vec::new();
        waiting.retain(|place| {
            let fits = cells(place) <= left;
            if fits {
                left -= cells(place);
                taken.push(*place);
            }
            !fits
        });
        let is_stuck = taken.is_empty();
        if !is_stuck || pages.is_empty() {
            pages.push(taken);
        }
        if is_stuck {
            // Not one of them fits beside the pinned ones: they stay out of sight.
            break;
        }
    }
    let shown = &pages[page.min(pages.len() - 1)];
    let mut placed: Vec<(usize, u16)> = all
        .iter()
        .filter(|place| stays(place) || shown.contains(place))
        .map(|place| (*place, wants[*place].width.least()))
        .collect();
    let used: u16 = placed.iter().map(|(_, cells)| cells + GAP).sum();
    let mut spare = (room + GAP).saturating_sub(used);
    for (place, cells) in &mut placed {
        if let Width::Between(least, most) = wants[*place].width {
            let more = (most - least).min(spare);
            *cells += more;
            spare -= more;
        }
    }
    (placed, pages.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::{Column, SubnetColumn};
    use crate::tui::state::Towards;

    fn laid(room: u16, page: usize, arrangement: &Arrangement) -> (Vec<&'static str>, usize) {
        let wants: Vec<Wants> = SubnetColumn::ALL
            .iter()
            .map(|column| Wants { priority: column.priority(), width: column.width() })
            .collect();
        let (placed, pages) = lay(&wants, arrangement, room, page);
        (placed.iter().map(|(place, _)| SubnetColumn::ALL[*place].id()).collect(), pages)
    }

    #[test]
    fn columns_go_by_priority_and_come_back_on_further_pages() {
        let usual = Arrangement::default();
        let ids = |room, page| laid(room, page, &usual).0;
        assert_eq!(
            ids(76, 0),
            ["netuid", "name", "symbol", "price", "change", "trend", "market-cap", "tao-in"]
        );
        assert_eq!(
            ids(76, 1),
            ["netuid", "name", "price", "alpha-in", "emission", "deregistration", "volume", "burn"]
        );
        // Beyond the last page is the last page.
        let pages = laid(76, 0, &usual).1;
        assert_eq!(ids(76, 9), ids(76, pages - 1));
        let (all, pages) = laid(300, 0, &usual);
        assert_eq!((all.len(), pages), (SubnetColumn::ALL.len(), 1));
        let some = Arrangement { hidden: vec![0, 4], ..Arrangement::default() };
        assert_eq!(laid(300, 0, &some).0.len(), SubnetColumn::ALL.len() - 2);
        assert_eq!(ids(0, 0), ["netuid", "name", "price"]);
    }

    #[test]
    fn a_pinned_column_stays_while_the_others_pass_by() {
        let burn = SubnetColumn::ALL.iter().position(|column| *column == SubnetColumn::Burn);
        let pinned =
            Arrangement { pinned: vec![burn.expect("a column")], ..Arrangement::default() };
        for page in 0..laid(76, 0, &pinned).1 {
            assert!(laid(76, page, &pinned).0.contains(&"burn"), "{page}");
        }
    }

    #[test]
    fn the_users_order_decides_what_comes_first() {
        let count = SubnetColumn::ALL.len();
        let burn = SubnetColumn::ALL.iter().position(|column| *column == SubnetColumn::Burn);
        let burn = burn.expect("a column");
        let mut arrangement = Arrangement::default();
        while arrangement.shift(burn, Towards::Previous, count) {}
        let (ids, _) = laid(76, 0, &arrangement);
        assert_eq!(ids.first(), Some(&"burn"), "{ids:?}");
        assert!(ids.contains(&"price") && ids.contains(&"trend"), "the others stay: {ids:?}");
    }
}
