//! A pool that hands out only what is idle.

use std::ops::{Deref, DerefMut};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A fixed number of things, each used by one thread at a time.
pub(crate) struct Pool<T> {
    idle: Mutex<Vec<T>>,
    size: usize,
    returned: Condvar,
}

impl<T> Pool<T> {
    pub(crate) fn new(things: Vec<T>) -> Self {
        Self {
            size: things.len(),
            idle: Mutex::new(things),
            returned: Condvar::new(),
        }
    }

    /// How many things there are, idle or not.
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    /// Takes an idle thing; waits while there is none. It goes back when the
    /// guard is dropped.
    pub(crate) fn take(&self) -> Taken<'_, T> {
        let idle = self.lock();
        let none_idle = |idle: &mut Vec<T>| idle.is_empty();
        let waited = self.returned.wait_while(idle, none_idle);
        let thing = waited.unwrap_or_else(PoisonError::into_inner).pop();
        Taken { pool: self, thing }
    }

    /// Nothing can be half-changed under this lock, so a panic elsewhere while it
    /// was held does no harm.
    fn lock(&self) -> MutexGuard<'_, Vec<T>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A thing taken from its [`Pool`].
pub(crate) struct Taken<'p, T> {
    pool: &'p Pool<T>,
    /// Present until the guard is dropped.
    thing: Option<T>,
}

impl<T> Deref for Taken<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.thing
            .as_ref()
            .expect("a guard holds its thing until it is dropped")
    }
}

impl<T> DerefMut for Taken<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.thing
            .as_mut()
            .expect("a guard holds its thing until it is dropped")
    }
}

impl<T> Drop for Taken<'_, T> {
    fn drop(&mut self) {
        self.pool.lock().extend(self.thing.take());
        self.pool.returned.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_thing_is_used_twice_at_once_and_all_come_back() {
        let pool = Pool::new(vec![1, 2, 3]);
        let in_use = Mutex::new(HashSet::new());
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        let thing = pool.take();
                        assert!(in_use.lock().unwrap().insert(*thing));
                        std::thread::yield_now();
                        assert!(in_use.lock().unwrap().remove(&thing));
                    }
                });
            }
        });
        assert_eq!(pool.lock().len(), 3);
    }

    #[test]
    fn a_panic_returns_what_was_taken() {
        let pool = Pool::new(vec![()]);
        let panicked = std::thread::scope(|scope| {
            let user = scope.spawn(|| {
                let _taken = pool.take();
                panic!("on purpose");
            });
            user.join().is_err()
        });
        assert!(panicked);
        drop(pool.take());
    }
}
