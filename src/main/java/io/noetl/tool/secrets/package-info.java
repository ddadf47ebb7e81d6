/// Steps that read a secret, and those who keep secrets: files, vaults, clouds.
@NullMarked
package io.noetl.tool.secrets;

import org.jspecify.annotations.NullMarked;
