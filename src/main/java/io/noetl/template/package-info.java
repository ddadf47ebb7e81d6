/// The language inside `{{ }}` and `{% %}`: a subset of Jinja2 over plain values, compiled once to
/// closures, without reflection, clock or chance, and with bounds that end any template quickly.
@NullMarked
package io.noetl.template;

import org.jspecify.annotations.NullMarked;
