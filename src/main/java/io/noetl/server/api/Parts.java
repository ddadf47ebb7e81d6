package io.noetl.server.api;

import io.noetl.engine.Playbooks;
import io.noetl.secret.Keychain;
import io.noetl.server.http.Meters;
import io.noetl.server.http.Sessions;
import io.noetl.server.http.Traffic;
import io.noetl.store.Store;
import java.time.InstantSource;

/// What the routes work with. `version` is that of the program.
public record Parts(
    Store store,
    Playbooks playbooks,
    Operations operations,
    Keychain keychain,
    Sessions sessions,
    Traffic traffic,
    Meters meters,
    InstantSource clock,
    String version) {}
