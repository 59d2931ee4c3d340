//! A terminal in memory that a test can look at while the dashboard draws on it.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard};

use ratatui::backend::{Backend, ClearType, TestBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use tokio::sync::Notify;

/// Cheap to clone; clones are the same screen.
#[derive(Clone)]
pub struct Screen {
    inner: Arc<Mutex<Inner>>,
    drawn: Arc<Notify>,
}

struct Inner {
    backend: TestBackend,
    pictures: usize,
    /// Everything that was ever shown, for what must never be.
    shown: String,
}

impl Screen {
    pub fn new(width: u16, height: u16) -> Self {
        let inner =
            Inner { backend: TestBackend::new(width, height), pictures: 0, shown: String::new() };
        Self { inner: Arc::new(Mutex::new(inner)), drawn: Arc::new(Notify::new()) }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("no test panics while it holds the screen")
    }

    /// What it shows now.
    pub fn text(&self) -> String {
        text(&self.lock().backend)
    }

    /// How many pictures were drawn so far.
    pub fn pictures(&self) -> usize {
        self.lock().pictures
    }

    /// Every picture so far.
    pub fn everything(&self) -> String {
        self.lock().shown.clone()
    }

    pub fn resize(&self, width: u16, height: u16) {
        self.lock().backend.resize(width, height);
    }

    /// Wakes once when the next picture is there.
    pub fn next_picture(&self) -> tokio::sync::futures::Notified<'_> {
        self.drawn.notified()
    }
}

fn text(backend: &TestBackend) -> String {
    let buffer = backend.buffer();
    let row = |y| (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
    (0..buffer.area.height).map(row).collect::<Vec<_>>().join("\n")
}

impl Backend for Screen {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        self.lock().backend.draw(content)
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.lock().backend.hide_cursor()
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        self.lock().backend.show_cursor()
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        self.lock().backend.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        self.lock().backend.set_cursor_position(position)
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        self.lock().backend.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> Result<(), Infallible> {
        self.lock().backend.clear_region(clear_type)
    }

    fn size(&self) -> Result<Size, Infallible> {
        self.lock().backend.size()
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        self.lock().backend.window_size()
    }

    /// The end of a picture.
    fn flush(&mut self) -> Result<(), Infallible> {
        let mut inner = self.lock();
        inner.pictures += 1;
        let picture = text(&inner.backend);
        inner.shown.push_str(&picture);
        drop(inner);
        self.drawn.notify_waiters();
        Ok(())
    }
}
