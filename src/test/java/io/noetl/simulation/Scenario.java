package io.noetl.simulation;

import java.util.List;
import java.util.Map;

/// What is played: playbooks by path, `main` being the one that is started. `orders` lists the
/// steps of each as they follow each other, whatever their order in the file. `raceFree` says that
/// the outcome does not depend on which branch is quicker.
record Scenario(
    String main, Map<String, String> texts, Map<String, List<String>> orders, boolean raceFree) {}
