//! The air gap: what travels is exact, what is shown is what is signed, and every lie of the online machine is
//! refused or stands on the screen.

#[path = "offline/attacks.rs"]
mod attacks;
#[path = "offline/bits.rs"]
mod bits;
#[path = "offline/bounds.rs"]
mod bounds;
#[path = "offline/digest.rs"]
mod digest;
#[path = "offline/golden.rs"]
mod golden;
#[path = "offline/library.rs"]
mod library;
#[path = "offline/screens.rs"]
mod screens;
#[path = "offline/seeds.rs"]
mod seeds;
