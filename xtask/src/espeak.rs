//! The program espeak-ng, through which languages other than English are read.

use crate::debian;

/// Installs espeak-ng if it is missing and may be installed. Elsewhere what that
/// means is said: the tests then test that its absence is reported.
pub(crate) fn ensure() {
    if !debian::ensure("espeak-ng", &["espeak-ng"]) {
        eprintln!(
            "espeak-ng is not installed, so only that it is missed can be tested, and nothing \
             measured of it: install the package espeak-ng for more"
        );
    }
}
