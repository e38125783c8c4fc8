//! Work that is done at the same time and told in its order.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

/// Does `work` on all `items` with so many `workers`; `tell` gets what is made, in the
/// order of the items. One worker, or none, is the caller. An item is taken when a worker
/// is free and what it made before was taken from it: what waits is what the others make
/// while one item is worked on, however slow `tell` is.
///
/// # Errors
/// The first of `tell`; work that has begun is finished, no other is begun.
pub fn in_order<I: Send, T: Send, E>(
    items: impl Iterator<Item = I> + Send,
    workers: usize,
    work: impl Fn(I) -> T + Sync,
    mut tell: impl FnMut(T) -> Result<(), E>,
) -> Result<(), E> {
    if workers <= 1 {
        return items.map(work).try_for_each(tell);
    }
    let items = Mutex::new(items.enumerate());
    let take = || items.lock().unwrap_or_else(PoisonError::into_inner).next();
    let (sender, made) = mpsc::sync_channel(0);
    thread::scope(|scope| {
        for _ in 0..workers {
            let (sender, take, work) = (sender.clone(), &take, &work);
            scope.spawn(move || {
                while let Some((number, item)) = take() {
                    if sender.send((number, work(item))).is_err() {
                        // `tell` has failed.
                        break;
                    }
                }
            });
        }
        drop(sender);
        let (mut early, mut told) = (BTreeMap::new(), 0);
        for (number, made) in made {
            early.insert(number, made);
            while let Some(next) = early.remove(&told) {
                tell(next)?;
                told += 1;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn all_is_told_in_order_whoever_is_first() {
        let first_waits = mpsc::channel();
        let (last, wait) = (first_waits.0, Mutex::new(first_waits.1));
        let work = |number: usize| {
            match number {
                0 => wait.lock().unwrap().recv().unwrap(),
                9 => last.send(()).unwrap(),
                _ => {}
            }
            number
        };
        let mut told = Vec::new();
        let all = in_order(0..10, 2, work, |number| {
            told.push(number);
            Ok::<_, ()>(())
        });
        assert_eq!(all, Ok(()));
        assert!(told.into_iter().eq(0..10));
    }

    #[test]
    fn nothing_is_begun_after_a_failure() {
        let begun = AtomicUsize::new(0);
        let work = |_| begun.fetch_add(1, Ordering::Relaxed);
        let failed = in_order(0.., 2, work, |_| Err("enough"));
        assert_eq!(failed, Err("enough"));
        assert!(begun.into_inner() > 0);
    }
}
