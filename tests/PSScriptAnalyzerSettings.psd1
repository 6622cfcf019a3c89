@{
    ExcludeRules = @(
        # build.ps1 and the demo talk to whoever runs them.
        'PSAvoidUsingWriteHost'
        # Join-Path with three parts reads well.
        'PSAvoidUsingPositionalParameters'
        # Pester's blocks, and the functions of build.ps1, use what others assign.
        'PSUseDeclaredVarsMoreThanAssignments'
        'PSReviewUnusedParameter'
        # The tests make secrets up, and start and stop what is their own.
        'PSAvoidUsingConvertToSecureStringWithPlainText'
        'PSUseShouldProcessForStateChangingFunctions'
        # .editorconfig has UTF-8 without a mark, which PowerShell 7 reads.
        'PSUseBOMForUnicodeEncodedFile'
    )
}
