package io.noetl.playbook;

import io.noetl.template.Document;
import io.noetl.value.Fields;
import java.util.Optional;

/// A tool and what it is called with: the working part of a step, of a workbook entry or of an
/// iterator's body.
///
/// - `tool`: the kind, lower case (`python`). A workbook step has the entry's kind here and
///   `workbook` in `declared`, which events show as node_type.
/// - `config`: the tool's own keys in canonical spelling (`endpoint`, `command`, ...), without
///   code.
/// - `code`: source that is never rendered as a template (python's, or the text of a playbook given
///   as `content`), else empty.
/// - `inputs`: the step's merged `data`/`with`/...; `defaults`: those of its workbook entry, which
///   may mention the inputs; `dynamic`: a `data` that is one template instead of a map.
/// - `late`: what the worker renders when its time comes, in canonical spelling: `save`, `assert`,
///   `fail_when`, `retry_when`, `stop_when`; for an iterator also `where`, `order_by` and `task`,
///   the body, itself a task in the canonical form of [TaskDraft].
/// - `timeout`: of one attempt, a duration or a template that yields one; constant null if absent.
public record Task(
    String tool,
    String declared,
    Document config,
    String code,
    Document inputs,
    Document defaults,
    Optional<Document> dynamic,
    Fields late,
    Retry retry,
    Document timeout,
    Document pool,
    int priority,
    Optional<Iterator> iterator) {}
