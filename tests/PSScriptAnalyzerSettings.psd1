@{
    ExcludeRules = @(
        # build.ps1 and the demo talk to whoever runs them.
        'PSAvoidUsingWriteHost'
        # Join-Path with three parts reads well.
        'PSAvoidUsingPositionalParameters'
        # Pester's blocks use the variables that others assign.
        'PSUseDeclaredVarsMoreThanAssignments'
    )
}
