package org.jerboa.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A static method that gives a search for a {@link SearchBenchmark} or a {@link StudyContest}, named as the method is. It may
 * take an {@code int}, the most trials that the search can come to use (of a curve or a study, the epochs), and, of a {@link
 * SearchBenchmark}, the {@link org.jerboa.testkit.functions.TestFunction} that it is to play.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Competitor {}
