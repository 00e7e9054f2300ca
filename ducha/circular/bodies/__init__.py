"""Who answers: units and departments as a circular names them."""
