/// What running a playbook would take: its pieces of work, how long they may last, and when each
/// could begin. Nothing is run.
@NullMarked
package io.noetl.plan;

import org.jspecify.annotations.NullMarked;
