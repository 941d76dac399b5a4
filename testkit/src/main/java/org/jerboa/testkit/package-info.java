/**
 * Tests for whoever implements a contract of {@code org.jerboa.tune}: the suites are in {@code contract}, a handler to run them
 * with in {@code perceptron}, faults in {@code fault}, what must hold of every study in {@code watch}, functions to compare searches
 * on in {@code functions}, and the rules that every module of Jerboa obeys in {@code architecture}. Meant for the test scope.
 */
@NullMarked
package org.jerboa.testkit;

import org.jspecify.annotations.NullMarked;
