/**
 * When a trial is not worth another epoch, whatever the allocation: rules that go with any search, given by {@code stopWhen}.
 */
@NullMarked
package org.jerboa.search.rule;

import org.jspecify.annotations.NullMarked;
