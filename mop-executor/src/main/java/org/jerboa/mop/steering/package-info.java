/**
 * Steers a running study from another process, through its folder. Users need {@link
 * org.jerboa.mop.steering.StudyRemote} and {@link org.jerboa.mop.steering.StudyView}.
 *
 * <p>A client puts a command into the folder as a file; the study's {@link org.jerboa.mop.steering.DropBox} takes it, has
 * the coordinator carry it out, and puts an answer there. docs/formats/commands.md describes the files.
 */
@NullMarked
package org.jerboa.mop.steering;

import org.jspecify.annotations.NullMarked;
