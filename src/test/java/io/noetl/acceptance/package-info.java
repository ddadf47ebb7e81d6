/// Whole playbooks on real components: what a user gets.
package io.noetl.acceptance;
