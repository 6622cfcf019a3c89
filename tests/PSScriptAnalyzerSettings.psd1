@{
    ExcludeRules = @(
        # build.ps1 and the demo talk to whoever runs them.
        'PSAvoidUsingWriteHost'
        # Pester's blocks use the variables that others assign.
        'PSUseDeclaredVarsMoreThanAssignments'
    )
}
