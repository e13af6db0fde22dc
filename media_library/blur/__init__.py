"""Making faces and number plates in a photo unrecognisable, in a copy. No recognition, no biometrics."""
