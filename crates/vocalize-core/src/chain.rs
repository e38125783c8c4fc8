//! A model's graphs, run step by step.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use ort::session::builder::GraphOptimizationLevel;
use ort::session::{Session, SessionInputValue};
use ort::value::{DynValue, Outlet};

use crate::error::Error;
use crate::in_order::in_order;
use crate::placement::Trial;
use crate::runtime::Runtime;
use crate::session::{SessionOptions, first_line, session_builder};
use crate::variant::Variant;

/// Sessions over the parts of one model, step by step. A part takes the model's own
/// inputs and what the steps before it gave, by name.
pub(crate) struct Chain {
    steps: Vec<Vec<Session>>,
    /// Whether the parts of a step run at the same time and share the threads; else
    /// they run in turn, as when there are fewer threads than parts.
    at_once: bool,
}

/// How a variant's chains are made.
pub(crate) struct Plan<'a> {
    runtime: &'a Runtime,
    options: &'a SessionOptions,
    level: GraphOptimizationLevel,
    /// Constants that are stored as integers are unfolded only if the runtime
    /// doesn't look for integer operators to make of them.
    unfolding: bool,
    steps: Vec<Vec<PathBuf>>,
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
            steps: variant.steps_for(options.provider),
        }
    }

    /// So many chains, made at the same time.
    ///
    /// # Errors
    /// [`Error::NoProvider`] and [`Error::Load`].
    pub(crate) fn chains(&self, count: usize) -> Result<Vec<Chain>, Error> {
        at_once((0..count).collect(), |_| self.chain(None))
    }

    /// A chain, profiled for `trial` if there is one. Its sessions are created at the
    /// same time: that is most of what loading costs.
    ///
    /// # Errors
    /// [`Error::NoProvider`] and [`Error::Load`].
    pub(crate) fn chain(&self, trial: Option<&Trial>) -> Result<Chain, Error> {
        let widest = self.steps.iter().map(Vec::len).max().unwrap_or(1);
        let sharing_pays = self.options.threads >= widest;
        let parts = self.steps.iter().flat_map(|step| {
            let sharing = if sharing_pays { step.len() } else { 1 };
            step.iter().map(move |graph| (graph, sharing))
        });
        let sessions = at_once(parts.enumerate().collect(), |(part, (graph, sharing))| {
            self.session(part, graph, sharing, trial)
        })?;
        let mut sessions = sessions.into_iter();
        let of_step = |step: &Vec<PathBuf>| sessions.by_ref().take(step.len()).collect();
        Ok(Chain {
            steps: self.steps.iter().map(of_step).collect(),
            at_once: sharing_pays,
        })
    }

    /// The session of a part that has the threads to itself but for `sharing` - 1
    /// others.
    fn session(
        &self,
        part: usize,
        graph: &Path,
        sharing: usize,
        trial: Option<&Trial>,
    ) -> Result<Session, Error> {
        let failed = |e: ort::Error| Error::Load {
            path: graph.to_owned(),
            reason: first_line(&e),
        };
        let options = SessionOptions {
            threads: self.options.threads / sharing,
            ..self.options.clone()
        };
        let mut builder = session_builder(self.runtime, &options, self.level)?;
        let mut entries = Vec::new();
        if self.unfolding {
            entries.push("session.disable_quant_qdq");
        }
        if self.steps.len() > 1 {
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

/// What `work` makes of all items at the same time, each in a thread of its own.
fn at_once<I: Send, T: Send>(
    items: Vec<I>,
    work: impl Fn(I) -> Result<T, Error> + Sync,
) -> Result<Vec<T>, Error> {
    let mut done = Vec::new();
    let count = items.len();
    in_order(items.into_iter(), count, work, |made| {
        made.map(|made| done.push(made))
    })?;
    Ok(done)
}

/// Runs one part: what it gave, by name.
fn run_part(
    session: &mut Session,
    values: &HashMap<String, DynValue>,
) -> Result<Vec<(String, DynValue)>, ort::Error> {
    let mut inputs: Vec<(String, SessionInputValue<'_>)> = Vec::new();
    for input in session.inputs() {
        let value = values
            .get(input.name())
            .ok_or_else(|| ort::Error::new(format!("no part gave {:?}", input.name())))?;
        inputs.push((input.name().to_owned(), value.into()));
    }
    let outputs = session.run(inputs)?;
    let outputs = outputs.into_iter();
    Ok(outputs
        .map(|(name, value)| (name.to_owned(), value))
        .collect())
}

impl Chain {
    fn sessions(&self) -> impl Iterator<Item = &Session> {
        self.steps.iter().flatten()
    }

    /// The inputs of the first part: the model's own.
    pub(crate) fn inputs(&self) -> &[Outlet] {
        self.sessions().next().map_or(&[], Session::inputs)
    }

    /// What the parts give.
    pub(crate) fn outputs(&self) -> impl Iterator<Item = &Outlet> {
        self.sessions().flat_map(Session::outputs)
    }

    /// A tensor that a part takes and neither the caller nor a step before it gives.
    pub(crate) fn missing(&self) -> Option<&str> {
        let mut given: HashSet<&str> = self.inputs().iter().map(Outlet::name).collect();
        for step in &self.steps {
            let mut taken = step.iter().flat_map(Session::inputs).map(Outlet::name);
            if let Some(missing) = taken.find(|name| !given.contains(name)) {
                return Some(missing);
            }
            given.extend(step.iter().flat_map(Session::outputs).map(Outlet::name));
        }
        None
    }

    /// Runs the parts on `values`, by name; what they were given and gave.
    pub(crate) fn run(
        &mut self,
        mut values: HashMap<String, DynValue>,
    ) -> Result<HashMap<String, DynValue>, ort::Error> {
        for step in &mut self.steps {
            let workers = if self.at_once { step.len() } else { 1 };
            let mut given = Vec::new();
            let run = |part| run_part(part, &values);
            in_order(step.iter_mut(), workers, run, |gave| {
                gave.map(|gave| given.extend(gave))
            })?;
            values.extend(given);
        }
        Ok(values)
    }

    /// Ends the profiles of its parts; their files.
    pub(crate) fn end_profiling(&mut self) -> Result<Vec<String>, ort::Error> {
        let sessions = self.steps.iter_mut().flatten();
        sessions.map(Session::end_profiling).collect()
    }
}
