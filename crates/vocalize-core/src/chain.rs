//! A model's graphs, run one after another.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::thread::ScopedJoinHandle;

use ort::session::builder::GraphOptimizationLevel;
use ort::session::{Session, SessionInputValue};
use ort::value::{DynValue, Outlet};

use crate::error::Error;
use crate::placement::Trial;
use crate::runtime::Runtime;
use crate::session::{SessionOptions, first_line, session_builder};
use crate::variant::Variant;

/// Sessions over the parts of one model. A part takes the model's own inputs and
/// what the parts before it gave, by name.
pub(crate) struct Chain {
    sessions: Vec<Session>,
}

/// How a variant's chains are made.
pub(crate) struct Plan<'a> {
    runtime: &'a Runtime,
    options: &'a SessionOptions,
    level: GraphOptimizationLevel,
    /// Constants that are stored as integers are unfolded only if the runtime
    /// doesn't look for integer operators to make of them.
    unfolding: bool,
    graphs: Vec<PathBuf>,
}

impl<'a> Plan<'a> {
    pub(crate) fn new(
        runtime: &'a Runtime,
        variant: &Variant,
        options: &'a SessionOptions,
    ) -> Self {
        let record = variant.record();
        let level = match (&record.requires_cpu, &record.quantised) {
            (Some(_), Some(_)) => GraphOptimizationLevel::Level1,
            // It went through the optimiser when it was made.
            (Some(_), None) => GraphOptimizationLevel::Disable,
            (None, _) => GraphOptimizationLevel::All,
        };
        Self {
            runtime,
            options,
            level,
            unfolding: record.quantised.is_some(),
            graphs: variant.graphs_for(options.provider),
        }
    }

    /// So many chains, made at the same time.
    ///
    /// # Errors
    /// [`Error::NoProvider`] and [`Error::Load`].
    pub(crate) fn chains(&self, count: usize) -> Result<Vec<Chain>, Error> {
        at_once(count, |_| self.chain(None))
    }

    /// A chain, profiled for `trial` if there is one. Its sessions are created at the
    /// same time: that is most of what loading costs.
    ///
    /// # Errors
    /// [`Error::NoProvider`] and [`Error::Load`].
    pub(crate) fn chain(&self, trial: Option<&Trial>) -> Result<Chain, Error> {
        let parts = self.graphs.len();
        let sessions = at_once(parts, |part| self.session(part, &self.graphs[part], trial))?;
        Ok(Chain { sessions })
    }

    fn session(&self, part: usize, graph: &Path, trial: Option<&Trial>) -> Result<Session, Error> {
        let failed = |e: ort::Error| Error::Load {
            path: graph.to_owned(),
            reason: first_line(&e),
        };
        let mut builder = session_builder(self.runtime, self.options, self.level)?;
        let mut entries = Vec::new();
        if self.unfolding {
            entries.push("session.disable_quant_qdq");
        }
        if self.graphs.len() > 1 {
            // A part's threads must not wait awake while another part works.
            entries.push("session.force_spinning_stop");
        }
        for entry in entries {
            builder = builder
                .with_config_entry(entry, "1")
                .map_err(|e| failed(e.into()))?;
        }
        if let Some(trial) = trial {
            builder = trial.profiled(builder, part).map_err(failed)?;
        }
        builder.commit_from_file(graph).map_err(failed)
    }
}

/// Makes `count` things at the same time, each in a thread of its own.
fn at_once<T: Send>(
    count: usize,
    make: impl Fn(usize) -> Result<T, Error> + Sync,
) -> Result<Vec<T>, Error> {
    let make = &make;
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..count)
            .map(|number| scope.spawn(move || make(number)))
            .collect();
        let made = threads.into_iter().map(ScopedJoinHandle::join);
        made.map(|made| made.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

impl Chain {
    /// The inputs of the first part: the model's own.
    pub(crate) fn inputs(&self) -> &[Outlet] {
        self.sessions.first().map_or(&[], Session::inputs)
    }

    /// What the parts give.
    pub(crate) fn outputs(&self) -> impl Iterator<Item = &Outlet> {
        self.sessions.iter().flat_map(Session::outputs)
    }

    /// A tensor that a part takes and neither the caller nor a part before it gives.
    pub(crate) fn missing(&self) -> Option<&str> {
        let mut given: HashSet<&str> = self.inputs().iter().map(Outlet::name).collect();
        for session in &self.sessions {
            let mut taken = session.inputs().iter().map(Outlet::name);
            if let Some(missing) = taken.find(|name| !given.contains(name)) {
                return Some(missing);
            }
            given.extend(session.outputs().iter().map(Outlet::name));
        }
        None
    }

    /// Runs the parts on `values`, by name; what they were given and gave.
    pub(crate) fn run(
        &mut self,
        mut values: HashMap<String, DynValue>,
    ) -> Result<HashMap<String, DynValue>, ort::Error> {
        for session in &mut self.sessions {
            let mut inputs: Vec<(String, SessionInputValue<'_>)> = Vec::new();
            for input in session.inputs() {
                let value = values
                    .get(input.name())
                    .ok_or_else(|| ort::Error::new(format!("no part gave {:?}", input.name())))?;
                inputs.push((input.name().to_owned(), value.into()));
            }
            let outputs = session.run(inputs)?;
            let outputs: Vec<_> = outputs
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect();
            values.extend(outputs);
        }
        Ok(values)
    }

    /// Ends the profiles of its parts; their files.
    pub(crate) fn end_profiling(&mut self) -> Result<Vec<String>, ort::Error> {
        self.sessions
            .iter_mut()
            .map(Session::end_profiling)
            .collect()
    }
}
