package org.jerboa.dl4j;

/** What the outputs of a network are measured as. */
public enum Task {
    /** A class for each example or time step: accuracy, precision, recall, F1, MCC and AUC. */
    CLASSIFICATION,
    /** Numbers for each example or time step: MSE, MAE, RMSE and R². */
    REGRESSION
}
