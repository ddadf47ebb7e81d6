/// The playbook language: YAML text becomes one model of records, or a list of problems that say
/// where and how to mend them.
@NullMarked
package io.noetl.playbook;

import org.jspecify.annotations.NullMarked;
