//! A library's panic on a damaged file is the file's fault.
//!
//! *Invariants*: a panic inside [`guarded`] prints nothing and ends the work; any other is everybody's to see, as it was before.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Runs what may panic; `None` when it did, and then nothing that it worked on may be used again.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |panic| {
            if !IS_GUARDED.get() {
                before(panic);
            }
        }));
    });
    IS_GUARDED.set(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    IS_GUARDED.set(false);
    done.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_answer() {
        assert_eq!(guarded(|| 1), Some(1));
        assert_eq!(guarded(|| panic!("a library gives up")), None::<()>);
        assert!(!IS_GUARDED.get());
    }
}
