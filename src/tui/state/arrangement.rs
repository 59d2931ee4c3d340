//! Which columns of a table are shown, in which order, and which stay in sight. Columns are known by their place
//! in the table's full list.

use super::Towards;
use crate::present::Column;

/// What a user made of a table's columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Arrangement {
    /// Columns that are left out.
    pub hidden: Vec<usize>,
    /// Columns that stay on every page, besides those that always do.
    pub pinned: Vec<usize>,
    /// The order from the left; empty as long as nobody changed it. A column that is not named here comes behind
    /// those that are.
    pub order: Vec<usize>,
}

impl Arrangement {
    /// As a table has its columns before anybody chooses.
    #[must_use]
    pub fn usual<C: Column>() -> Self {
        let hidden = (0..C::ALL.len()).filter(|place| !C::ALL[*place].is_usual()).collect();
        Self { hidden, ..Self::default() }
    }

    /// Whether the same columns are shown as before anybody chose, in the same order.
    #[must_use]
    pub fn is_usual<C: Column>(&self) -> bool {
        let mut hidden = self.hidden.clone();
        hidden.sort_unstable();
        self.is_in_usual_order() && hidden == Self::usual::<C>().hidden
    }

    /// Whether the columns stand as the table has them.
    #[must_use]
    pub fn is_in_usual_order(&self) -> bool {
        self.order.is_empty()
    }

    /// All of `count` columns from the left, those that are left out too.
    #[must_use]
    pub fn all(&self, count: usize) -> Vec<usize> {
        let known = self.order.iter().copied().filter(|place| *place < count);
        let others = (0..count).filter(|place| !self.order.contains(place));
        known.chain(others).collect()
    }

    /// The columns from the left that are not left out.
    #[must_use]
    pub fn shown(&self, count: usize) -> Vec<usize> {
        self.all(count).into_iter().filter(|place| !self.hidden.contains(place)).collect()
    }

    /// Show a column or leave it out.
    pub fn toggle_hidden(&mut self, place: usize) {
        toggle(&mut self.hidden, place);
    }

    /// Keep a column in sight or not; tells whether it stays now.
    pub fn toggle_pinned(&mut self, place: usize) -> bool {
        toggle(&mut self.pinned, place);
        self.pinned.contains(&place)
    }

    /// Let a column change places with its neighbour: [`Towards::Previous`] is to the left. Tells whether it has
    /// one there.
    pub fn shift(&mut self, place: usize, towards: Towards, count: usize) -> bool {
        let mut order = self.all(count);
        let Some(at) = order.iter().position(|other| *other == place) else { return false };
        let beside = match towards {
            Towards::Previous => at.checked_sub(1),
            Towards::Next => Some(at + 1).filter(|beside| *beside < order.len()),
        };
        let Some(beside) = beside else { return false };
        order.swap(at, beside);
        let is_usual = order.iter().copied().eq(0..count);
        self.order = if is_usual { Vec::new() } else { order };
        true
    }
}

/// Put a place into a list, or take it out.
fn toggle(list: &mut Vec<usize>, place: usize) {
    let before = list.len();
    list.retain(|other| *other != place);
    if list.len() == before {
        list.push(place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_change_places_and_come_back() {
        let mut columns = Arrangement::default();
        assert!(columns.shift(2, Towards::Previous, 4));
        assert_eq!(columns.all(4), [0, 2, 1, 3]);
        assert!(columns.shift(2, Towards::Previous, 4));
        assert!(!columns.shift(2, Towards::Previous, 4), "it is the first");
        assert!(!columns.shift(3, Towards::Next, 4), "it is the last");
        columns.toggle_hidden(0);
        assert_eq!(columns.shown(4), [2, 1, 3]);
        // A column that a later release adds comes last; one that is gone is passed over.
        assert_eq!(columns.all(5), [2, 0, 1, 3, 4]);
        assert_eq!(columns.all(2), [0, 1]);
        assert!(columns.shift(2, Towards::Next, 4) && columns.shift(2, Towards::Next, 4));
        assert!(columns.is_in_usual_order());
        assert!(columns.toggle_pinned(3) && !columns.toggle_pinned(3));
    }
}
