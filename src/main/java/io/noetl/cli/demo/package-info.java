/// The data server of the examples: a few made-up resources, the same on each machine.
@NullMarked
package io.noetl.cli.demo;

import org.jspecify.annotations.NullMarked;
