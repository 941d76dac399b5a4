/**
 * Studies: what a user defines, runs, watches and gets back. Start at {@link org.jerboa.tune.study.Study}.
 */
@NullMarked
package org.jerboa.tune.study;

import org.jspecify.annotations.NullMarked;
