//! How sessions are made.

use ort::session::Session;
use ort::session::builder::{GraphOptimizationLevel, SessionBuilder};

use crate::error::Error;
use crate::provider::Provider;
use crate::runtime::Runtime;

/// How sessions are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionOptions {
    /// Threads that work on one node of the graph (intra-op).
    pub threads: usize,
    /// Nodes that may be worked on at the same time (inter-op); 1 is one after
    /// another.
    pub inter_threads: usize,
    /// Sessions in the pool: utterances that can be spoken at the same time.
    pub sessions: usize,
    /// Whether weights are laid out for the CPU while loading. It makes loading
    /// slower and speech a little faster: see [`worth_prepacking`].
    pub prepack: bool,
    /// Whether threads without work wait awake: answers sooner, costs CPU time.
    pub spinning: bool,
    /// Whether memory is kept from run to run.
    pub arena: bool,
    /// Whether the memory plan of each input length is kept. Lengths of speech
    /// vary without end, and so would what is kept.
    pub memory_pattern: bool,
    /// What runs the graph.
    pub provider: Provider,
}

/// Whether prepacking pays for a process that speaks `text_bytes` bytes of text
/// and ends. What it costs at the start is won back after some ten seconds of
/// synthesis.
pub fn worth_prepacking(text_bytes: usize) -> bool {
    text_bytes > 400
}

impl Default for SessionOptions {
    /// One session on all physical cores, prepacked.
    fn default() -> Self {
        Self {
            threads: crate::physical_cores(),
            inter_threads: 1,
            sessions: 1,
            prepack: true,
            spinning: true,
            arena: true,
            memory_pattern: false,
            provider: Provider::Cpu,
        }
    }
}

/// The builder of a session as `options` say, whose graph is still to be
/// optimised as far as `level`.
pub(crate) fn session_builder(
    runtime: &Runtime,
    options: &SessionOptions,
    level: GraphOptimizationLevel,
) -> Result<SessionBuilder, Error> {
    let providers = options
        .provider
        .registrations(options.threads, options.arena)?;
    let build = || -> Result<SessionBuilder, ort::Error> {
        let inter_threads = options.inter_threads.max(1);
        Ok(Session::builder(runtime.environment())?
            .with_execution_providers(providers)?
            .with_intra_threads(options.threads.max(1))?
            .with_inter_threads(inter_threads)?
            .with_parallel_execution(inter_threads > 1)?
            .with_intra_op_spinning(options.spinning)?
            .with_inter_op_spinning(options.spinning)?
            .with_prepacking(options.prepack)?
            .with_memory_pattern(options.memory_pattern)?
            .with_optimization_level(level)?)
    };
    build().map_err(|e| Error::NoProvider {
        provider: options.provider,
        reason: first_line(&e),
    })
}

/// ONNX Runtime's messages go on with stack traces and build paths.
pub(crate) fn first_line(error: &ort::Error) -> String {
    error
        .message()
        .lines()
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned()
}
